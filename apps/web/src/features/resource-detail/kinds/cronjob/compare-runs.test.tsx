import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { choose, choicesOf } from '../../../../ui/choice/test-select.ts';
import { CompareRuns } from './compare-runs.tsx';

const event = (about: string, reason: string, type = 'Normal') => ({ about, type, reason, message: '', count: 1 });
const SUCCEEDED: RecordedRun = {
  cluster: 'c',
  cronJobUid: 'u',
  jobUid: 'well',
  namespace: 'n',
  name: 'job-1',
  result: 'succeeded',
  startedAt: 1,
  durationMs: 5_000,
  isManual: false,
  reason: '',
  template: { containers: [{ name: 'app', image: 'app:1', env: [{ name: 'MODE', value: 'fast' }] }] },
  settings: { backoffLimit: 6, selector: { matchLabels: { 'controller-uid': 'a' } } },
  hasMorePods: false,
  hasMoreEvents: false,
  missing: [],
  pods: [
    {
      name: 'job-1-x',
      node: 'n',
      containers: [
        { name: 'app', exitCode: 0, reason: 'Completed', log: '', logCut: null, logProblem: '', logRefusal: null },
      ],
    },
  ],
  events: [event('Job', 'SuccessfulCreate'), event('job-1-x', 'Started')],
};
const FAILED: RecordedRun = {
  ...SUCCEEDED,
  jobUid: 'ill',
  name: 'job-2',
  result: 'failed',
  durationMs: 90_000,
  template: { containers: [{ name: 'app', image: 'app:2', env: [{ name: 'MODE', value: 'slow' }] }] },
  settings: { backoffLimit: 0, selector: { matchLabels: { 'controller-uid': 'b' } } },
  pods: [
    {
      name: 'job-2-y',
      node: 'n',
      containers: [
        { name: 'app', exitCode: 3, reason: 'Error', log: '', logCut: null, logProblem: '', logRefusal: null },
      ],
    },
  ],
  events: [event('Job', 'SuccessfulCreate'), event('job-2-y', 'Started'), event('job-2-y', 'BackOff', 'Warning')],
};

function show(...runs: readonly RecordedRun[]) {
  const client = { api: { schema: async () => ({ schemas: {} }) } } as unknown as Client;
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'job' };
  return render(
    <ClientContext value={client}>
      <input aria-label="field" />
      <CompareRuns subject={subject} runs={runs} />
    </ClientContext>,
  );
}

async function open() {
  await act(async () => void fireEvent.keyDown(document.body, { key: 'c' }));
}

const marks = () =>
  Object.fromEntries(
    [...screen.getByTestId('compared-facts').querySelectorAll('tr')].map(({ dataset }) => [
      dataset['fact'],
      dataset['differs'],
    ]),
  );

test('a key leads to it, takes the focus there, and is a letter where somebody types', async () => {
  show(FAILED, SUCCEEDED);
  const section = screen.getByTestId<HTMLDetailsElement>('compare-runs');
  await act(async () => void fireEvent.keyDown(screen.getByLabelText('field'), { key: 'c' }));
  expect(section.open).toBe(false);
  await act(async () => void fireEvent.keyDown(document.body, { key: 'c', ctrlKey: true }));
  expect(section.open).toBe(false);
  await open();
  expect(section.open).toBe(true);
  expect(document.activeElement).toBe(section.querySelector('summary'));
});

test('the last success and the last failure: each thing that differs is marked, in template and settings field by field', async () => {
  show(FAILED, SUCCEEDED);
  await open();
  expect(marks()).toEqual({ result: 'true', duration: 'true', exit: 'true', image: 'true', events: 'true' });
  const section = screen.getByTestId('compare-runs');
  const texts = [...section.querySelectorAll('[data-compared]')].map(({ textContent }) => textContent);
  expect(texts[0]).toContain('app:1');
  expect(texts[0]).toContain('slow');
  expect(texts[1]).toContain('backoffLimit');
  // What the controller gives each Job of its own is no difference.
  expect(texts[1]).not.toContain('controller-uid');
  expect(screen.getAllByTitle('differs')).toHaveLength(7);
});

test('what is the same is not marked, and names of pods are no difference', async () => {
  const again = {
    ...SUCCEEDED,
    jobUid: 'again',
    name: 'job-3',
    pods: SUCCEEDED.pods.map(pod => ({ ...pod, name: 'job-3-z' })),
  };
  show(again, SUCCEEDED);
  await open();
  expect(new Set(Object.values(marks()))).toEqual(new Set(['false']));
  expect(screen.queryAllByTitle('differs')).toEqual([]);
  expect(screen.getByText('Both ran from the same template.')).toBeTruthy();
});

test('what was not kept of a run is not known: no difference is claimed, and none denied', async () => {
  show({ ...FAILED, template: null, settings: null, pods: [], events: null, durationMs: null }, SUCCEEDED);
  await open();
  expect(marks()).toEqual({ result: 'true' });
  expect(screen.queryByText('Both ran from the same template.')).toBeNull();
  expect(screen.getAllByText('Not kept of both runs.')).toHaveLength(2);
});

test('of events that were cut no difference is claimed, and that they were cut is said', async () => {
  show({ ...FAILED, hasMoreEvents: true }, SUCCEEDED);
  await open();
  expect(marks()).toEqual({ result: 'true', duration: 'true', exit: 'true', image: 'true' });
  screen.getByText('Only some of the events of its Job or of a pod were kept; there were more.');
});

test('either run is chosen from all that were kept', async () => {
  const third = { ...FAILED, jobUid: 'third', name: 'job-3', durationMs: 7_000 };
  show(FAILED, SUCCEEDED, third);
  await open();
  const [left, right] = screen.getAllByRole('combobox');
  const names = () => [left, right].map(select => /^job-(\d)/.exec(select?.textContent ?? '')?.[1]);
  const duration = () => document.querySelector('[data-fact="duration"]')?.textContent;
  expect(names()).toEqual(['1', '2']);
  choose(right ?? document.body, choicesOf(right ?? document.body)[2] ?? '');
  expect(names()).toEqual(['1', '3']);
  expect(duration()).toContain('7s');
  choose(left ?? document.body, choicesOf(left ?? document.body).find(text => text.startsWith('job-2')) ?? '');
  expect(names()).toEqual(['2', '3']);
  expect(duration()).toContain('90s7s');
});

test('a run whose duration nobody knows is named without it, and no pod is on a node that is not known', async () => {
  const pods = FAILED.pods.map(pod => ({ ...pod, node: '' }));
  show({ ...FAILED, durationMs: null, pods }, SUCCEEDED);
  await open();
  const texts = screen.getAllByRole('combobox').flatMap(choicesOf);
  expect(new Set(texts)).toEqual(new Set(['job-2 · Failed', 'job-1 · Complete · 5s']));
  expect(screen.getByText(/^job-2-y · app/).textContent).not.toMatch(/· *·/);
});
