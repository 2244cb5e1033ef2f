import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { choicesOf, choose } from '../../ui/choice/test-select.ts';
import { ObjectYaml } from './object-yaml.tsx';

const known = vi.hoisted(() => ({ type: undefined as object | undefined }));
vi.mock('./subject/use-kind-type.ts', () => ({ useKindType: () => known.type }));
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => true),
}));
vi.mock('./editor/object-editor.tsx', () => ({ ObjectEditor: () => <textarea aria-label="The editor" /> }));

const object = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'a', namespace: 'n', uid: 'u' } };

interface Asked {
  readonly resource: { readonly version: string };
}

const writes = { since: 0, count: () => 0 };
const CONNECTED = { kind: 'open' };
let asked: Asked[] = [];
/** A cluster that serves CronJobs in these versions, and tells each object in the one it is asked in. */
function client(otherVersions: readonly string[]): Client {
  const kind = { group: 'batch', version: 'v1', resource: 'cronjobs', otherVersions };
  const told = (query: Asked) => ({ ...object, apiVersion: `batch/${query.resource.version}` });
  const subscribe = (query: Asked, onFrame: (frame: object) => void) => {
    asked.push(query);
    onFrame({ type: 'object', object: told(query), state: { kind: 'live' } });
    return { close: () => {}, retry: () => {} };
  };
  return {
    kinds: { of: async () => ({ kinds: [kind], unanswered: [] }), referrers: async () => ({ kinds: [], more: 0 }) },
    connection: { epoch: 1, subscribe, state: CONNECTED, onState: () => () => {} },
  } as unknown as Client;
}

function Page({ otherVersions = [] }: { readonly otherVersions?: readonly string[] }) {
  const [isEdited, setEdited] = useState(false);
  const [version, setVersion] = useState<string | null>(null);
  const [served] = useState(() => client(otherVersions));
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'a' };
  return (
    <ClientContext value={served}>
      <ObjectYaml {...{ subject, object, isEdited, version, writes }} onEdit={setEdited} onVersion={setVersion} />
    </ClientContext>
  );
}

test('a kind that is served in two versions is read in the other where somebody asks, and not before', async () => {
  asked = [];
  render(<Page otherVersions={['v1beta1']} />);
  const choice = await screen.findByRole('combobox', { name: 'API version' });
  expect(screen.getByTestId('yaml').textContent).toContain('apiVersion: batch/v1\n');
  expect([choicesOf(choice), asked]).toEqual([['v1 (shown everywhere)', 'v1beta1'], []]);
  choose(choice, 'v1beta1');
  expect(screen.getByTestId('yaml').textContent).toContain('apiVersion: batch/v1beta1\n');
  expect(screen.getByText(/Edits are made in v1\.$/)).toBeTruthy();
  expect(asked.map(({ resource }) => resource.version)).toEqual(['v1beta1']);
  choose(choice, 'v1 (shown everywhere)');
  expect(screen.getByTestId('yaml').textContent).toContain('apiVersion: batch/v1\n');
});

test('a kind of one version has no choice', async () => {
  render(<Page />);
  await screen.findByRole('button', { name: 'Edit YAML' });
  expect(screen.queryByRole('combobox')).toBeNull();
});

test('a press on Edit before the fields of the kind are known opens the editor when they are', async () => {
  known.type = undefined;
  const { rerender } = render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Edit YAML' }));
  expect(screen.queryByLabelText('The editor')).toBeNull();
  expect(screen.getByRole('status').textContent).toBe('Loading…');
  known.type = {};
  rerender(<Page />);
  screen.getByLabelText('The editor');
});
