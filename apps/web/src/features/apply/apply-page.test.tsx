import { EditorView } from '@codemirror/view';
import { render } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { ListSearch } from '../../data/lists/view-state.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ApplyPage } from './apply-page.tsx';

let address: ListSearch = {};
vi.mock('@tanstack/react-router', () => ({
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c', resource: 'apply' }),
  useSearch: () => address,
}));
vi.mock('../../data/objects/use-live-object.ts', () => ({
  useLiveObject: () => ({ object: undefined, state: { kind: 'loading' } }),
}));

// The layout that jsdom does not have.
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
beforeEach(() => localStorage.clear());

function show() {
  const api = { clusters: async () => ({ clusters: [] }), schema: async () => ({ schemas: {} }) };
  const kinds = { of: async () => ({ kinds: [], unanswered: [] }) };
  const client = { api, kinds, operations: createOperationStore() } as unknown as Client;
  const page = () => (
    <WordsProvider>
      <ClientContext value={client}>
        <ApplyPage />
      </ClientContext>
    </WordsProvider>
  );
  const { container, rerender } = render(page());
  return {
    go: (to: ListSearch) => {
      address = to;
      rerender(page());
    },
    text: () => must(EditorView.findFromDOM(container), 'an editor').state.doc.toString(),
  };
}

test('the text is what the address says: a new object in any namespace, and the empty page once that is asked for', () => {
  address = { tab: 'new:configmaps' };
  const { go, text } = show();
  expect(text()).toContain('kind: ConfigMap');
  go({ tab: 'new:configmaps', ns: 'shop' });
  expect(text()).toContain('kind: ConfigMap');
  go({ ns: 'shop' });
  expect(text()).toBe('');
});
