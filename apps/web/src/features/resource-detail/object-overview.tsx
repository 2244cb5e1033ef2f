import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '@lanthorn/base/assert.ts';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';
import { type Cell, isEmpty } from '@lanthorn/views/cells/cell.ts';
import { jobFailure } from '@lanthorn/views/kinds/batch/jobs.ts';
import { containerFailures } from '@lanthorn/views/kinds/core/container-failures.ts';
import { ObjectLink } from './subject/object-link.tsx';
import { CellView } from '../../parts/cell-view.tsx';
import type { LiveObject } from '../../data/objects/use-live-object.ts';
import { visibleText } from '../../ui/words/text.ts';
import { Age } from '../../ui/time/time.tsx';
import { CronJobOverview } from './kinds/cronjob/cronjob-overview.tsx';
import { FailureText } from './subject/failure-text.tsx';
import { JobPods } from './kinds/job/job-pods.tsx';
import { JobProgressView } from './kinds/job/job-progress.tsx';
import { ObjectCells } from './subject/object-cells.tsx';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';

interface SectionProps {
  readonly subject: DetailSubject;
  /** As it is, or was last. */
  readonly object: unknown;
  readonly live: LiveObject;
}

/** What a kind's record may ask for on its page. */
const SECTIONS: Readonly<Record<string, (props: SectionProps) => ReactNode>> = {
  podTrouble: ({ object }) => <PodTrouble pod={object} />,
  jobTrouble: ({ object }) => <JobTrouble job={object} />,
  cronJob: ({ subject, object, live }) => <CronJobOverview subject={subject} cronJob={object} live={live} />,
  jobProgress: ({ subject, object }) => (
    <JobProgressView subject={subject} target={targetOf(subject, object)} job={object} />
  ),
  jobPods: ({ subject, object }) => <JobPods subject={subject} job={readMeta(object)} />,
};

/** "Is it well, and if not, why" first; facts after. */
export function ObjectOverview({ subject, object, live }: SectionProps) {
  return (
    <>
      {(subject.view.sections ?? []).map(name => {
        const Section = must(SECTIONS[name], `the page knows the section ${name}`);
        return <Section key={name} subject={subject} object={object} live={live} />;
      })}
      <Facts subject={subject} object={object} />
      <Conditions object={object} />
      <LabelsAndAnnotations object={object} />
    </>
  );
}

function PodTrouble({ pod }: { readonly pod: unknown }) {
  const failures = containerFailures(pod);
  if (failures.length === 0) return null;
  return (
    <div className="trouble-box">
      {failures.map(failure => (
        <FailureText key={failure.container} {...failure} />
      ))}
    </div>
  );
}

function JobTrouble({ job }: { readonly job: unknown }) {
  const failure = jobFailure(job);
  if (failure === null) return null;
  return <p className="trouble-box">{`${visibleText(failure.reason)}: ${visibleText(failure.message)}`}</p>;
}

/** Said in the header of every page. */
const IN_HEADER = ['name', 'namespace', 'age'];

/** The list's own cells as facts, so that list and page never disagree. What is nothing has no row; what is not known yet has one. */
function Facts({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const hidden = new Set([...IN_HEADER, ...(subject.view.hiddenFacts ?? [])]);
  return (
    <section className="section">
      <h2>{t('detail.facts')}</h2>
      <dl className="facts">
        <ObjectCells subject={subject} object={object}>
          {cells =>
            subject.view.columns.map((column, i) => {
              const cell = cells[i];
              if (hidden.has(column.id) || (cell !== undefined && isEmpty(cell))) return null;
              return (
                <div key={column.id} style={{ display: 'contents' }}>
                  <dt>{t(`column.${column.id}`)}</dt>
                  <dd>
                    {cell === undefined ? (
                      <span className="dim">…</span>
                    ) : (
                      <Fact subject={subject} object={object} column={column} cell={cell} />
                    )}
                  </dd>
                </div>
              );
            })
          }
        </ObjectCells>
        <dt>{t('detail.uid')}</dt>
        <dd>{visibleText(readMeta(object).uid)}</dd>
      </dl>
    </section>
  );
}

/** One that names another object leads there. */
function Fact({
  subject,
  object,
  column,
  cell,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly column: ColumnView;
  readonly cell: Cell | undefined;
}) {
  const value = <CellView cell={cell} column={column} />;
  const reference = column.refersTo?.(object);
  if (reference === undefined || reference.name === '') return value;
  return (
    <ObjectLink cluster={subject.cluster} reference={reference}>
      {value}
    </ObjectLink>
  );
}

function Conditions({ object }: { readonly object: unknown }) {
  const { t } = useTranslation();
  const conditions = asArray(getPath(object, 'status', 'conditions')).map(asObject);
  if (conditions.length === 0) return null;
  return (
    <section className="section">
      <h2>{t('detail.conditions')}</h2>
      <table className="plain-table">
        <tbody>
          {conditions.map(condition => {
            const at = parseTime(condition['lastTransitionTime']);
            const type = asString(condition['type']);
            return (
              <tr key={type}>
                <td>{visibleText(type)}</td>
                <td>{visibleText(asString(condition['status']))}</td>
                <td>{visibleText(asString(condition['reason']))}</td>
                <td>{visibleText(asString(condition['message']))}</td>
                <td className="dim">{at === null ? '' : <Age at={at} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** An annotation may be a megabyte; here its beginning is shown, the whole is in the YAML. */
const MAX_VALUE = 300;

function LabelsAndAnnotations({ object }: { readonly object: unknown }) {
  const { t } = useTranslation();
  const { labels, annotations } = readMeta(object);
  return (
    <>
      {(
        [
          ['detail.labels', labels],
          ['detail.annotations', annotations],
        ] as const
      ).map(([title, map]) => {
        const entries = Object.entries(map);
        if (entries.length === 0) return null;
        return (
          <section key={title} className="section">
            <h2>{t(title)}</h2>
            <dl className="facts">
              {entries.map(([key, value]) => (
                <div key={key} style={{ display: 'contents' }}>
                  <dt>{visibleText(key)}</dt>
                  <dd>{visibleText(value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value)}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </>
  );
}
