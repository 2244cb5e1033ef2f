import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { FinalizerServers } from './finalizer-servers.tsx';

const dead = {
  key: 'effect.finalizerDead',
  values: { finalizer: 'a/x', place: 'ops/widgets', time: '2026-01-01T00:00:20Z' },
};

function show(
  answer: object,
  preview = vi.fn<(request: OperationRequest) => Promise<object>>(async () => ({ previews: [answer] })),
) {
  const subject = { cluster: 'prod', view: NAMESPACE_VIEW, namespace: '', name: 'shop' };
  render(
    <WordsProvider>
      <ClientContext value={{ api: { preview } } as unknown as Client}>
        <FinalizerServers subject={subject} object={{ metadata: { name: 'shop', uid: 'u', finalizers: ['a/x'] } }} />
      </ClientContext>
    </WordsProvider>,
  );
  return preview;
}
const press = async () => userEvent.click(screen.getByRole('button', { name: 'Who serves them, and is that alive?' }));

test('who serves a finalizer is asked for by a press, and of a deletion nothing else is told', async () => {
  const hold = { key: 'effect.finalizersHold', values: { finalizers: 'a/x' } };
  const preview = show({ effects: [{ key: 'effect.objectDeleted', values: { name: 'shop' } }, hold, dead] });
  expect(preview).not.toHaveBeenCalled();
  await press();
  const [told, ...others] = await screen.findAllByRole('listitem');
  expect([told?.textContent, others]).toEqual([expect.stringMatching(/^a\/x: who serves it seems gone/), []]);
  expect(preview.mock.calls).toEqual([
    [expect.objectContaining({ kind: 'object.delete', targets: [expect.objectContaining({ uid: 'u' })] })],
  ]);
});

test('where that may not be asked, why', async () => {
  show({ effects: [], refusal: { code: 403, message: 'not for you' } });
  await press();
  await screen.findByText('not for you');
});

test('where nothing is told it says so, and is asked again by another press, as after a failure', async () => {
  let answer = (): Promise<object> => Promise.reject(new Error('away'));
  const preview = show(
    {},
    vi.fn(async () => answer()),
  );
  await press();
  await screen.findByText('away');
  answer = async () => ({ previews: [{ effects: [] }] });
  await press();
  await screen.findByText(/^Nothing is told of them/);
  expect(preview).toHaveBeenCalledTimes(2);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Who serves them, and is that alive?' }));
});

test('names of a finalizer that hide what they are are shown as they are', async () => {
  show({ effects: [{ key: 'effect.finalizerUnknown', values: { finalizer: 'a/\u202ex' } }] });
  await press();
  expect((await screen.findByRole('listitem')).textContent).toContain('a/⟨U+202E⟩x');
});
