import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { ChangeList } from '../../../../parts/change-list.tsx';
import { Table } from '../../../../ui/data/table.tsx';
import { Select } from '../../../../ui/choice/select.tsx';
import { isTyping } from '../../../../ui/form/is-typing.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { shortDuration } from '../../../../ui/time/time.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import { useKindType } from '../../subject/use-kind-type.ts';
import { KeptPods } from './kept-runs.tsx';
import { type ComparedFact, comparableSettings, comparedFacts } from './run-facts.ts';

/** Leads here from anywhere on the overview of a CronJob; the key help says so. */
const COMPARE_KEY = 'c';

/** Two runs side by side: by default the last failure and the last success, which is what people ask. */
export function CompareRuns({
  subject,
  runs,
}: {
  readonly subject: DetailSubject;
  readonly runs: readonly RecordedRun[];
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const section = useCompareKey(() => setOpen(true));
  if (runs.length < 2) return null;
  const find = (uid: string | null) => runs.find(({ jobUid }) => jobUid === uid);
  const left = find(chosen[0]) ?? runs.find(({ result }) => result === 'succeeded') ?? runs[1];
  const right =
    find(chosen[1]) ?? runs.find(({ result, jobUid }) => result === 'failed' && jobUid !== left?.jobUid) ?? runs[0];
  if (left === undefined || right === undefined) return null;
  return (
    <details
      ref={section}
      open={isOpen}
      className="section"
      data-testid="compare-runs"
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>
        {t('compare.title')} <kbd>{COMPARE_KEY}</kbd>
      </summary>
      {isOpen ? (
        <>
          <div className="run-columns">
            <RunChoice runs={runs} run={left} onChoose={uid => setChosen([uid, chosen[1]])} />
            <RunChoice runs={runs} run={right} onChoose={uid => setChosen([chosen[0], uid])} />
          </div>
          <Facts facts={comparedFacts(left, right, shortDuration)} />
          <Differences subject={subject} left={left} right={right} />
          <div className="compare-columns">
            <KeptPods run={left} />
            <KeptPods run={right} />
          </div>
        </>
      ) : null}
    </details>
  );
}

/** The key opens the comparison and takes the focus there: its title is the first thing in it. */
function useCompareKey(open: () => void) {
  const section = useRef<HTMLDetailsElement>(null);
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== COMPARE_KEY || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
      if (section.current === null) return;
      event.preventDefault();
      latest.current();
      const title = section.current.querySelector('summary');
      title?.focus();
      title?.scrollIntoView?.({ block: 'start' });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return section;
}

/** Fact by fact; what differs is marked by a sign and in words, not by colour alone. */
function Facts({ facts }: { readonly facts: readonly ComparedFact[] }) {
  const { t } = useTranslation();
  const lines = (value: readonly string[] | null) =>
    value === null ? (
      <span className="dim">{t('compare.notKept')}</span>
    ) : value.length === 0 ? (
      <span className="dim">{t('changes.absent')}</span>
    ) : (
      value.map(line => <div key={line}>{visibleText(line)}</div>)
    );
  return (
    <Table data-testid="compared-facts">
      {facts.map(({ fact, left, right, differs }) => (
        <tr key={fact} data-fact={fact} data-differs={differs} data-top>
          <th scope="row">{t(`compare.fact.${fact}`)}</th>
          <td>{differs === true ? <Differs /> : null}</td>
          <td className={differs === true ? 'change-before' : undefined}>{lines(left)}</td>
          <td className={differs === true ? 'change-after' : undefined}>{lines(right)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Differs() {
  const { t } = useTranslation();
  return (
    <span className="tone-warning" title={t('compare.differs')}>
      <span aria-hidden="true">≠</span>
      <span className="visually-hidden">{t('compare.differs')}</span>
    </span>
  );
}

/** Field by field, what the two Jobs were made of and asked to do. */
function Differences({
  subject,
  left,
  right,
}: {
  readonly subject: DetailSubject;
  readonly left: RecordedRun;
  readonly right: RecordedRun;
}) {
  const { t } = useTranslation();
  const type = useKindType(subject);
  const podType = ['spec', 'jobTemplate', 'spec', 'template', 'spec'].reduce(
    (at, name) => at?.field(name) ?? null,
    type ?? null,
  );
  const trees = [
    ['template', left.template, right.template, podType],
    ['settings', comparableSettings(left.settings), comparableSettings(right.settings), null],
  ] as const;
  return trees.map(([name, before, after, schema]) => {
    const changes = before === null || after === null ? null : treeChanges(before, after, schema);
    return (
      <div key={name} data-compared={name}>
        <h2>
          {t(`compare.${name}`)} {changes !== null && changes.length > 0 ? <Differs /> : null}
        </h2>
        {changes === null ? (
          <p className="dim">{t('compare.notKeptOfBoth')}</p>
        ) : changes.length === 0 ? (
          <p className="dim">{t(name === 'template' ? 'compare.sameTemplate' : 'compare.sameSettings')}</p>
        ) : (
          <ChangeList changes={changes} />
        )}
      </div>
    );
  });
}

function RunChoice({
  runs,
  run,
  onChoose,
}: {
  readonly runs: readonly RecordedRun[];
  readonly run: RecordedRun;
  readonly onChoose: (uid: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <label>
      {t('kind.job')}{' '}
      <Select
        choices={runs.map(({ jobUid, name, result, durationMs }) => ({
          value: jobUid,
          text: [
            visibleText(name),
            result === 'failed' ? 'Failed' : 'Complete',
            ...(durationMs === null ? [] : [shortDuration(durationMs)]),
          ].join(' · '),
        }))}
        value={run.jobUid}
        onChange={onChoose}
      />
    </label>
  );
}
