import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import { Api } from '../../../../../data/connection/api.ts';
import { type Client, ClientContext } from '../../../../../data/client/client.ts';
import { RunPresets } from './run-presets.tsx';

const form = (value: string) => ({ env: [{ container: 'app', name: 'DAY', value }] }) as unknown as RunParameters;
const target = {
  cluster: 'here',
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  namespace: 'n',
  name: 'report',
  uid: 'u',
};

test('values are kept under a name, taken into the form, and dropped again', async () => {
  const kept: Record<string, unknown> = { monday: form('monday') };
  const sent: unknown[] = [];
  const answer = async (_path: unknown, init?: RequestInit) => {
    if (init?.method === 'POST') {
      const request = JSON.parse(init.body as string) as { name: string; run: unknown };
      sent.push(request);
      if (request.run === null) delete kept[request.name];
      else kept[request.name] = request.run;
    }
    return Response.json({ presets: kept });
  };
  const onLoad = vi.fn<(form: RunParameters) => void>();
  const api = new Api(answer, new FakeClock());
  render(
    <>
      <ClientContext value={{ api } as unknown as Client}>
        <RunPresets target={target} form={form('today')} why={null} onLoad={onLoad} />
      </ClientContext>
    </>,
  );
  const of = { cluster: 'here', namespace: 'n', cronJob: 'report' };
  const keep = screen.getByRole<HTMLButtonElement>('button', { name: 'Keep as preset' });
  const drop = screen.getByRole<HTMLButtonElement>('button', { name: 'Delete preset' });
  await userEvent.click(keep);
  expect(screen.getByRole('alert').textContent).toBe('A preset needs a name.');
  await userEvent.click(drop);
  expect(screen.getByRole('alert').textContent).toBe('No preset is chosen.');
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of a new preset' }), ' today ');
  await userEvent.click(keep);
  expect(sent).toEqual([{ ...of, name: 'today', run: form('today') }]);
  await userEvent.click(screen.getByRole('combobox', { name: 'Preset' }));
  await userEvent.click(await screen.findByRole('option', { name: 'monday' }));
  expect(onLoad.mock.calls).toEqual([[form('monday')]]);
  await userEvent.click(drop);
  expect(sent[1]).toEqual({ ...of, name: 'monday', run: null });
  await waitFor(() => expect(drop.getAttribute('aria-disabled')).toBe('true'));
});
