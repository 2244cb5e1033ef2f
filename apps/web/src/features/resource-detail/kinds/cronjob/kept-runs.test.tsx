import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { RecordedContainer, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { setLanguage } from '../../../../ui/words/i18n.ts';
import { KeptPods, KeptRuns } from './kept-runs.tsx';

afterEach(() => setLanguage('en'));

const RUN: RecordedRun = {
  cluster: 'c',
  cronJobUid: 'u',
  jobUid: 'j',
  namespace: 'shop',
  name: 'stock-sync-1',
  result: 'failed',
  startedAt: null,
  durationMs: null,
  isManual: false,
  reason: '',
  template: {},
  settings: {},
  hasMorePods: false,
  hasMoreEvents: false,
  missing: [],
  events: [],
  pods: [
    {
      name: 'p',
      node: 'n',
      containers: [
        {
          name: 'main',
          exitCode: 1,
          reason: 'Error',
          log: 'a\nfatal: b',
          logCut: null,
          logProblem: '',
          logRefusal: null,
        },
      ],
    },
  ],
};

test('of many kept runs the first are shown, and all by a press; a name opens and closes what was kept of it', async () => {
  const runs = Array.from({ length: 25 }, (_, i) => ({ ...RUN, jobUid: `${i}`, name: `run-${i}` }));
  render(<KeptRuns runs={runs} usualMs={null} />);
  expect(document.querySelectorAll('[data-kept]')).toHaveLength(20);
  await userEvent.click(screen.getByRole('button', { name: 'Show all 25' }));
  expect(document.querySelectorAll('[data-kept]')).toHaveLength(25);
  const last = screen.getByRole('button', { name: 'run-24' });
  await userEvent.click(last);
  screen.getByText(/fatal: b/);
  await userEvent.click(last);
  expect(screen.queryByText(/fatal: b/)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Logs of run-24' }));
  screen.getByText(/fatal: b/);
});

test('a kept log is open at its end, where the failure is, and stays where its reader scrolled to', () => {
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(500);
  const { container, rerender } = render(<KeptPods run={RUN} />);
  const log = container.querySelector('pre');
  expect(log?.scrollTop).toBe(500);
  if (log !== null) log.scrollTop = 20;
  rerender(<KeptPods run={{ ...RUN }} />);
  expect(log?.scrollTop).toBe(20);
});

test.each([
  [
    'en',
    'Its pods could not be read: Something answered with status 407, perhaps a proxy in front of the cluster: “who?”',
    'Its log could not be read: The answer is longer than 9 characters.',
  ],
  [
    'zh-CN',
    '无法读取其 Pod：收到状态 407，可能来自集群前面的代理，原话：“who?”',
    '无法读取其日志：回答超过 9 个字符。',
  ],
] as const)('%s: why a part is missing is said in the language of the page', async (language, pods, log) => {
  await setLanguage(language);
  const refusal = answerReason('answeredWith', { status: 407, detail: 'who?' });
  const logRefusal = answerReason('answerTooLong', { most: 9 });
  render(
    <KeptPods
      run={{
        ...withLog({ logProblem: logRefusal.message, logRefusal }),
        missing: [{ part: 'pods', why: 'refused', text: refusal.message, refusal }],
      }}
    />,
  );
  screen.getByText(pods);
  screen.getByText(log);
});

test('a run that was kept without codes says why in the words that were written down', async () => {
  await setLanguage('zh-CN');
  render(
    <KeptPods
      run={{
        ...withLog({ logProblem: 'no kubelet', logRefusal: null }),
        missing: [{ part: 'pods', why: 'refused', text: 'pods is forbidden', refusal: null }],
      }}
    />,
  );
  screen.getByText('无法读取其 Pod：pods is forbidden');
  screen.getByText('无法读取其日志：no kubelet');
});

function withLog(log: Pick<RecordedContainer, 'logProblem' | 'logRefusal'>): RecordedRun {
  const container = { name: 'main', exitCode: 1, reason: 'Error', log: '', logCut: null, ...log };
  return { ...RUN, pods: [{ name: 'p', node: 'n', containers: [container] }] };
}
