import { type ReactNode, use, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { CellView } from '../../../../parts/cell-view.tsx';
import { ListGap } from '../../../../parts/list-gap.tsx';
import { useLiveObject } from '../../../../data/objects/use-live-object.ts';
import { Select } from '../../../../ui/choice/select.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { MAX_WHOLE } from '../../../../data/lists/use-whole-list.ts';
import { LogFilterContext } from '../../../../data/logs/use-log-filter.ts';
import { useOwned } from '../../subject/owned-list.tsx';
import { type ListedRevision, useKeptRevisions } from '../../subject/use-kept-revisions.ts';
import { useMadePods } from '../../subject/use-made-pods.ts';
import type { OwnPods } from '../../subject/use-own-pods.ts';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import { LogView } from '../log-view.tsx';
import { LogChoicesContext, useKeptChoices } from '../choices/use-log-choices.ts';
import { type LogRow, MAX_SELECTED } from '../../../../data/logs/selection/row-containers.ts';
import { LogAwaited, PickerBar } from './log-awaited.tsx';
import { containersOf, isOfAll } from '../../../../data/logs/selection/template-containers.ts';
import { containerWord } from './container-word.ts';
import { MergedPods } from './merged-pods.tsx';
import { RowsLogs } from './rows-logs.tsx';
import { readContainers, runOf, shownContainer } from '../../../../data/objects/pod-containers.ts';

/** Value of the choice that is no pod's name. */
const ALL = '*';
const RUN_STATE = new Set(['status', 'completions', 'duration']);
const NO_REVISIONS: readonly ListedRevision[] = [];
/** Each pod is a request that stays open. */
const MAX_MERGED = 50;

export interface LogsProps {
  readonly subject: DetailSubject;
  readonly object: unknown;
  /** A run or pod that the address names. */
  readonly preferred: string | undefined;
}

/** What a kind's record may say of whose logs its page shows. */
const LOGS: Readonly<Record<NonNullable<ObjectView['logs']>, (props: LogsProps) => ReactNode>> = {
  own: ({ subject, object }) => <PodLogs subject={subject} name={readMeta(object).name} picker={null} />,
  pods: ({ subject, object, preferred }) => (
    <JobLogs subject={subject} jobUid={readMeta(object).uid} preferred={preferred} />
  ),
  selected: props => <WorkloadLogs {...props} />,
  routed: props => <RoutedLogs {...props} />,
  runs: ({ subject, object, preferred }) => (
    <CronJobLogs subject={subject} uid={readMeta(object).uid} preferred={preferred} />
  ),
};

/** Logs of a pod, of a Job's pods, or of a run of a CronJob. */
export function ObjectLogs(props: LogsProps) {
  const choices = useKeptChoices();
  return <LogChoicesContext value={choices}>{LOGS[props.subject.view.logs ?? 'own'](props)}</LogChoicesContext>;
}

/** Which of the logs is read. Who chooses one has left the line that a link led to. */
function useChoice(first: string | null) {
  const [chosen, setChosen] = useState(first);
  const onLineLeft = use(LogFilterContext)?.onLineLeft;
  const choose = (next: string) => {
    setChosen(next);
    onLineLeft?.();
  };
  return [chosen, choose] as const;
}

function CronJobLogs({
  subject,
  uid,
  preferred,
}: {
  readonly subject: DetailSubject;
  readonly uid: string;
  readonly preferred: string | undefined;
}) {
  const { t } = useTranslation();
  const pickerId = useId();
  const list = useOwned(subject, 'jobs', { uid, limit: MAX_WHOLE });
  const jobs = [...list.rows.values()];
  const [chosen, setChosen] = useChoice(null);
  const runs = jobs.slice(0, MAX_SELECTED.others);
  // A pod's name begins with its Job's: a link to a pod's log finds the run too.
  const wanted = jobs.find(row => preferred === row.name || preferred?.startsWith(`${row.name}-`));
  const job = jobs.find(row => row.name === chosen) ?? wanted ?? (preferred === undefined ? jobs[0] : undefined);
  if (job === undefined && preferred !== undefined && jobs.length > 0)
    return <p className="notice">{t('runs.awaited', { name: visibleText(preferred) })}</p>;
  if (job === undefined) return <ListGap list={list} none={t('runs.noJobs')} className="notice" />;
  const isMerged = chosen === ALL && jobs.length > 1;
  const all = t('logs.allRuns', { count: jobs.length });
  const picker = (
    <>
      <label>
        {t('kind.job')}
        <Select
          id={pickerId}
          choices={[
            ...jobs.map(({ name }) => ({ value: name, text: name })),
            ...(jobs.length > 1 ? [{ value: ALL, text: all }] : []),
          ]}
          value={isMerged ? ALL : job.name}
          onChange={setChosen}
        />
      </label>
      {isMerged ? null : <RunState row={job} />}
    </>
  );
  if (isMerged)
    return (
      <RowsLogs
        key={uid}
        view={JOB_VIEW}
        rows={runs.map(run => logRow(subject.cluster, run))}
        more={runs.length < jobs.length ? t('logs.firstRuns', { count: runs.length, total: jobs.length }) : null}
        first="main"
        fileName={subject.name}
        picker={picker}
      />
    );
  return <JobLogs key={job.uid} subject={subject} jobUid={job.uid} preferred={preferred} picker={picker} />;
}

function logRow(cluster: string, { namespace, name, uid }: WireRow): LogRow {
  return { cluster, namespace, name, uid, resource: JOB_VIEW.resource };
}

/** How the run is, beside its logs: so it is followed in one place. */
function RunState({ row }: { readonly row: WireRow }) {
  return (
    <span className="run-state" data-testid="run-state">
      {JOB_VIEW.columns.map((column, i) =>
        RUN_STATE.has(column.id) ? <CellView key={column.id} cell={row.cells[i] as Cell} column={column} /> : null,
      )}
    </span>
  );
}

function JobLogs({
  subject,
  jobUid,
  preferred,
  picker = null,
}: {
  readonly subject: DetailSubject;
  readonly jobUid: string;
  readonly preferred: string | undefined;
  readonly picker?: ReactNode;
}) {
  const { t } = useTranslation();
  const pickerId = useId();
  const list = useOwned(subject, 'pods', { uid: jobUid, limit: MAX_WHOLE });
  const pods = [...list.rows.values()];
  const [chosen, setChosen] = useChoice(null);
  const all = pods.slice(0, MAX_MERGED);
  const isMerged =
    pods.length > 1 && (chosen === ALL || (chosen === null && !pods.some(row => row.name === preferred)));
  const pod = pods.find(row => row.name === chosen) ?? pods.find(row => row.name === preferred) ?? pods.at(-1);
  if (pod === undefined) {
    return (
      <>
        <PickerBar picker={picker} />
        <ListGap list={list} none={t('runs.noPods')} className="notice" />
      </>
    );
  }
  const title = all.length < pods.length ? 'logs.firstPods' : 'logs.allPods';
  const whole = pods.length > 1 ? [{ value: ALL, text: t(title, { count: all.length, total: pods.length }) }] : [];
  const podPicker = (
    <>
      {picker}
      <label>
        {t('kind.pod')}
        <Select
          id={pickerId}
          choices={[...whole, ...pods.map(({ name }) => ({ value: name, text: name }))]}
          value={isMerged ? ALL : pod.name}
          onChange={setChosen}
        />
      </label>
    </>
  );
  if (isMerged) return <MergedPods subject={subject} uid={jobUid} rows={all} picker={podPicker} />;
  return <PodLogs key={pod.uid} subject={subject} name={pod.name} picker={podPicker} />;
}

/** All pods of a workload as one log; what is new since its template was changed last is told from what was there. */
function WorkloadLogs({ subject, object, preferred }: LogsProps) {
  const { revisions } = useKeptRevisions(subject, object);
  const made = useMadePods(subject, object, revisions);
  const changed = revisions.length > 1 ? revisions[0]?.row.createdAt : null;
  const changedAt = changed == null ? '' : new Date(changed).toISOString().replace('Z', '000000');
  return <PodsLogs {...{ subject, object, preferred, made, changedAt }} />;
}

/** All pods that a Service leads to as one log. */
function RoutedLogs({ subject, object, preferred }: LogsProps) {
  const made = useMadePods(subject, object, NO_REVISIONS);
  return <PodsLogs {...{ subject, object, preferred, made }} changedAt="" />;
}

interface PodsLogsProps extends LogsProps {
  readonly made: OwnPods;
  readonly changedAt: string;
}

/** The pods of a list as one log, or one of them alone. */
function PodsLogs({ subject, object, preferred, made: { list, isUnsayable }, changedAt }: PodsLogsProps) {
  const { t } = useTranslation();
  const pickerId = useId();
  const pods = [...list.rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const all = pods.slice(0, MAX_MERGED);
  const [chosen, setChosen] = useChoice(preferred ?? ALL);
  const [hadPods, setHadPods] = useState(false);
  if (pods.length > 0 && !hadPods) setHadPods(true);
  if (isUnsayable) return <p className="notice">{t('detail.selectorByExpressions')}</p>;
  // What pods wrote that are gone is still read.
  if (pods.length === 0 && !hadPods) return <ListGap list={list} none={t('detail.noPods')} className="notice" />;
  const pod = pods.find(({ name }) => name === chosen);
  const title = all.length < pods.length ? 'logs.firstPods' : 'logs.allPods';
  const picker = (
    <label>
      {t('kind.pod')}
      <Select
        id={pickerId}
        choices={[
          { value: ALL, text: t(title, { count: all.length, total: pods.length }) },
          ...pods.map(({ name }) => ({ value: name, text: name })),
        ]}
        value={pod === undefined ? ALL : pod.name}
        onChange={setChosen}
      />
    </label>
  );
  if (pod !== undefined) return <PodLogs key={pod.uid} subject={subject} name={pod.name} picker={picker} />;
  return <MergedPods subject={subject} uid={readMeta(object).uid} {...{ rows: all, picker, changedAt }} />;
}

function PodLogs({
  subject,
  name,
  picker,
}: {
  readonly subject: DetailSubject;
  readonly name: string;
  readonly picker: ReactNode;
}) {
  const { t } = useTranslation();
  const pickerId = useId();
  const { cluster, namespace } = subject;
  const { object, state } = useLiveObject({ cluster, resource: POD_VIEW.resource, namespace, name });
  const linked = use(LogFilterContext)?.linked;
  const [chosen, setChosen] = useChoice(linked?.pod === name ? linked.container : null);
  const [first, setFirst] = useState('');
  const choices = readContainers(object);
  // The choice made at first stays, also when another container would be the first look later.
  if (first === '' && choices.length > 0) setFirst(shownContainer(object));
  const isMerged = chosen === ALL;
  const all = containersOf(object, shownContainer(object)).filter(isOfAll);
  const container = choices.find(choice => choice.name === chosen)?.name ?? first;
  const read = isMerged ? all.map(choice => choice.name) : container === '' ? [] : [container];
  // What is chosen before a container is known would be lost with the next.
  if (object === undefined && state.kind === 'loading') return <LogAwaited picker={picker} />;
  return (
    <LogView
      key={isMerged ? ALL : container}
      isMerged={isMerged}
      pod={object}
      containers={read.map(of => ({ cluster, namespace, pod: name, container: of, run: runOf(object, of) }))}
      fileName={isMerged ? name : `${name}-${container}`}
      picker={
        <>
          {picker}
          {choices.length < 2 ? null : (
            <label>
              {t('logs.container')}
              <Select
                id={pickerId}
                choices={[
                  ...choices.map(choice => ({ value: choice.name, text: containerWord(choice, t) })),
                  { value: ALL, text: t('logs.which.work') },
                ]}
                value={isMerged ? ALL : container}
                onChange={setChosen}
              />
            </label>
          )}
        </>
      }
    />
  );
}
