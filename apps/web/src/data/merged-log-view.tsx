import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../ui/text.ts';
import { LogBody } from './log-body.tsx';
import { useMergedLog } from './use-merged-log.ts';

/** The first look at each log; a run of many pods would be too much whole. */
const TAIL_LINES = 500;

export interface MergedPod {
  readonly pod: string;
  readonly container: string;
}

/** The logs of several pods as one, each line with its pod: a whole run, all attempts in the order of time. */
export function MergedLogView({
  cluster,
  namespace,
  pods,
  picker,
  fileName,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly pods: readonly MergedPod[];
  readonly picker: ReactNode;
  readonly fileName: string;
}) {
  const { t } = useTranslation();
  const [follow, setFollow] = useState(true);
  const [previous, setPrevious] = useState(false);
  const log = useMergedLog(
    pods.map(({ pod, container }) => ({
      cluster,
      namespace,
      pod,
      container,
      follow: follow && !previous,
      previous,
      tailLines: TAIL_LINES,
    })),
  );
  const lines = useMemo(
    () => log.lines.map(({ stream, text }) => `${suffixOf(pods[stream]?.pod ?? '')} ${text}`),
    [log.lines, pods],
  );
  const refused = log.ends.filter(end => end?.reason === 'refused');
  const open = log.ends.filter(end => end === null).length;
  const status = [
    ...(log.dropped > 0 ? [t('logs.dropped', { count: log.dropped })] : []),
    open > 0 ? t('logs.openPods', { count: open }) : t('logs.finished'),
    // Without a restart there is nothing before: not worth a word per pod.
    ...(previous && refused.length > 0 ? [t('logs.withoutPrevious', { count: refused.length })] : []),
    ...(previous || refused[0] == null ? [] : [t('logs.refused', { message: visibleText(refused[0].message) })]),
  ].join(' · ');
  return (
    <>
      <div className="log-bar">
        {picker}
        <label>
          <input type="checkbox" checked={follow} onChange={event => setFollow(event.target.checked)} />
          {t('logs.follow')}
        </label>
        <label>
          <input type="checkbox" checked={previous} onChange={event => setPrevious(event.target.checked)} />
          {t('logs.previous')}
        </label>
      </div>
      <LogBody lines={lines} follow={follow} status={status} fileName={fileName} />
    </>
  );
}

/** What tells the pods of one Job apart: their names begin alike. */
function suffixOf(pod: string): string {
  return pod.slice(pod.lastIndexOf('-') + 1);
}
