import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { closeActionDialog, useActionDialog } from '../../../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../../../data/client/client.ts';
import { WordsProvider } from '../../../../../ui/words/words.tsx';
import { RunWithParameters } from './run-with-parameters.tsx';

vi.mock('../../../subject/use-kind-type.ts', () => ({ useKindType: () => undefined }));
vi.mock('../../../../../data/lists/view-state.ts', () => ({ useViewState: () => ({ setSearch: () => {} }) }));

const SCRIPT = 'set -e\n./backup.sh\n';
const container = {
  ...{ name: 'app', image: 'app:1', command: ['sh'], args: ['-c', SCRIPT, ''] },
  env: [{ name: 'NOTE', value: 'one\nB=two' }, { name: 'NONE' }],
};
const cronJob = {
  metadata: { name: 'backup', namespace: 'n', uid: 'u' },
  spec: { jobTemplate: { spec: { template: { spec: { containers: [container] } } } } },
};
const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'backup' };
const target = { cluster: 'c', resource: CRONJOB_VIEW.resource, namespace: 'n', name: 'backup', uid: 'u' };

beforeEach(() => {
  closeActionDialog();
  const api = { presets: async () => ({ presets: {} }) };
  render(
    <WordsProvider>
      <ClientContext value={{ api } as unknown as Client}>
        <RunWithParameters {...{ subject, target, object: cronJob, onClose: () => {} }} />
      </ClientContext>
    </WordsProvider>,
  );
});
const field = (name: RegExp) => screen.getByRole<HTMLTextAreaElement>('textbox', { name });
const write = (of: HTMLElement, value: string) => fireEvent.change(of, { target: { value } });
const asked = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? request.params?.run?.containers[0] : undefined;
};
const preview = () => userEvent.click(screen.getByRole('button', { name: 'Preview the run' }));

test('what was touched and put back is what it was: commands of many lines, and with nothing in them', async () => {
  for (const name of [/^Arguments/, /^Environment/]) {
    const { value } = field(name);
    write(field(name), `${value}X`);
    write(field(name), value);
  }
  screen.getByText('Nothing yet.');
  write(field(/^Arguments/), `${field(/^Arguments/).value}\n--all`);
  await preview();
  expect(asked()?.args).toEqual(['-c', SCRIPT, '', '--all']);
  expect(asked()?.env).toEqual({ NOTE: 'one\nB=two', NONE: '' });
});

test.each([
  [/^Environment/, 'broken', '“broken” is no NAME=value.'],
  [/^Environment/, 'A=1\nA=2', '“A=2” names one a second time.'],
  [/^Environment/, 'A =1', '“A =1” has spaces around its name.'],
  [/^Environment/, 'A="b', '“A="b” begins with a quotation mark, and is no JSON string.'],
  [/^Arguments/, '"a', '“"a” begins with a quotation mark, and is no JSON string.'],
  [/^Node selector/, 'ssd', '“ssd” is no NAME=value.'],
])('as long as %s says %j nothing is sent or kept', async (name, text, why) => {
  const { value } = field(name);
  write(screen.getByLabelText('Name of a new preset'), 'mine');
  write(field(name), text);
  screen.getByText(why);
  await preview();
  expect(asked()).toBeUndefined();
  expect(screen.getByRole('button', { name: 'Keep as preset' }).getAttribute('aria-disabled')).toBe('true');
  write(field(name), value);
  await preview();
  expect(asked()).toBeDefined();
});
