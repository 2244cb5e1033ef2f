import { useTranslation } from 'react-i18next';
import type { ToldRelease, ToldRevision } from '@lanthorn/protocol/http/helm-messages.ts';
import { releaseTone } from '../../../data/helm/release-state.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { CompareRevisions } from './compare-revisions.tsx';
import type { ReleaseTabProps } from './release-tab-props.ts';
import { useRevisions } from './use-revisions.ts';

/** Every revision that is kept, and what differs between any two. */
export function ReleaseHistory({ cluster, release }: ReleaseTabProps) {
  const { t } = useTranslation();
  const { search, setSearch } = useViewState();
  const asked = useRevisions(cluster, release);
  if (asked === null) return <Skeleton lines={6} label={t('detail.loading')} />;
  if ('problem' in asked) return <Notice tone="bad">{visibleText(asked.problem)}</Notice>;
  const { revisions, left } = asked.answer;
  const compared = comparedRevisions(search.rev, revisions);
  const compare = (from: number, to: number) => setSearch({ rev: `${from}..${to}` });
  return (
    <>
      <Section title={t('helm.tab.history')} note={String(revisions.length)} testId="release-history">
        <Table
          columns={[
            { title: t('helm.revision'), align: 'right' },
            { title: t('column.status') },
            { title: t('helm.description') },
            { title: t('helm.chart') },
            { title: t('helm.updated'), align: 'right' },
            { title: '' },
          ]}
        >
          {revisions.map((one, i) => (
            <Line
              key={one.revision}
              told={one}
              onCompare={
                revisions[i + 1] === undefined ? null : () => compare(revisions[i + 1]?.revision ?? 0, one.revision)
              }
            />
          ))}
        </Table>
        {left === 0 ? null : <p className="dim">{t('helm.olderLeft', { count: left })}</p>}
      </Section>
      {revisions.length < 2 || compared === null ? null : (
        <Compared cluster={cluster} release={release} revisions={revisions} compared={compared} onCompare={compare} />
      )}
    </>
  );
}

function Compared({
  cluster,
  release,
  revisions,
  compared: [from, to],
  onCompare,
}: {
  readonly cluster: string;
  readonly release: ToldRelease;
  readonly revisions: readonly ToldRevision[];
  readonly compared: readonly [from: number, to: number];
  readonly onCompare: (from: number, to: number) => void;
}) {
  const numbers = revisions.map(({ revision }) => revision);
  return <CompareRevisions key={`${from} ${to}`} {...{ cluster, release, numbers, from, to, onCompare }} />;
}

function Line({ told, onCompare }: { readonly told: ToldRevision; readonly onCompare: (() => void) | null }) {
  const { t } = useTranslation();
  const { revision, status, head, problem, storedAt } = told;
  const at = head?.updatedAt ?? storedAt;
  return (
    <tr data-top data-revision={revision}>
      <td data-place="title" data-align="right">
        {revision}
      </td>
      <td data-place="state">
        <Status tone={releaseTone(status, false)} text={status} />
      </td>
      <td data-place="detail" data-whole>
        {problem === null ? (
          visibleText(head?.description ?? '')
        ) : (
          <span className="tone-warning">{visibleText(problemWords(problem))}</span>
        )}
      </td>
      <td data-place="detail">{head === null ? '' : visibleText(`${head.chart}-${head.chartVersion}`)}</td>
      <td data-place="when" data-align="right">
        {at === null ? null : <Age at={at} />}
      </td>
      <td data-place="detail">
        {onCompare === null ? null : (
          <Button variant="link" aria-label={t('helm.compareThis', { revision })} onClick={onCompare}>
            {t('helm.compareBefore')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** What the address names, else the newest two. Null where there are no two. */
function comparedRevisions(
  text: string | undefined,
  revisions: readonly ToldRevision[],
): readonly [number, number] | null {
  const [from, to] = (text ?? '').split('..').map(Number);
  const isKnown = (wanted: number | undefined) => revisions.some(({ revision }) => revision === wanted);
  if (from !== undefined && to !== undefined && isKnown(from) && isKnown(to)) return [from, to];
  const [newest, before] = revisions;
  return newest === undefined || before === undefined ? null : [before.revision, newest.revision];
}
