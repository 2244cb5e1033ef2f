import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartMetadata } from '@lanthorn/kube/helm/release.ts';
import { type Fact, Facts } from '../../../ui/data/facts.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { WebAddress } from '../../../ui/words/web-address.tsx';
import type { ReleaseTabProps } from './release-tab-props.ts';
import { RevisionBody } from './revision-body.tsx';
import { useRevision } from './use-revision.ts';

/** What the chart says of itself, and what it has to say to who installed it. */
export function ReleaseChart({ cluster, release, revision }: ReleaseTabProps) {
  const { t } = useTranslation();
  const shown = useRevision(cluster, release, revision);
  return (
    <RevisionBody shown={shown}>
      {({ release: { metadata, notes, firstDeployedAt } }) => (
        <>
          {metadata.isDeprecated ? <Notice tone="warning">{t('helm.deprecated')}</Notice> : null}
          <Section title={t('helm.chart')}>
            <Facts facts={chartFacts(metadata, firstDeployedAt, t)} />
          </Section>
          <Dependencies metadata={metadata} />
          <Section title={t('helm.notes')} testId="release-notes">
            {notes.trim() === '' ? (
              <p className="dim">{t('helm.noNotes')}</p>
            ) : (
              <pre className="code" tabIndex={0}>
                {visibleText(notes)}
              </pre>
            )}
          </Section>
        </>
      )}
    </RevisionBody>
  );
}

function chartFacts(chart: ChartMetadata, firstDeployedAt: number | null, t: (key: string) => string): Fact[] {
  const { maintainers, sources } = chart;
  const texts = ['description', 'version', 'appVersion', 'type', 'kubeVersion'] as const;
  const facts: (Fact | null)[] = [
    { name: t('column.name'), value: visibleText(chart.name) },
    ...texts.map(field =>
      chart[field] === '' ? null : { name: t(`helm.${field}`), value: visibleText(chart[field]) },
    ),
    chart.home === '' ? null : { name: t('helm.home'), value: <WebAddress url={chart.home} /> },
    sources.length === 0
      ? null
      : {
          name: t('helm.sources'),
          value: <Lines items={sources.map(url => [url, <WebAddress key={url} url={url} />])} />,
        },
    maintainers.length === 0
      ? null
      : {
          name: t('helm.maintainers'),
          value: (
            <Lines
              items={maintainers.map(({ name, email, url }) => [
                `${name} ${email} ${url}`,
                <span key={name}>
                  {visibleText([name, email].filter(part => part !== '').join(' · '))}{' '}
                  {url === '' ? null : <WebAddress url={url} />}
                </span>,
              ])}
            />
          ),
        },
    chart.keywords.length === 0 ? null : { name: t('helm.keywords'), value: visibleText(chart.keywords.join(', ')) },
    firstDeployedAt === null ? null : { name: t('helm.firstDeployed'), value: <Age at={firstDeployedAt} /> },
  ];
  return facts.flatMap(fact => fact ?? []);
}

function Lines({ items }: { readonly items: readonly (readonly [key: string, line: ReactNode])[] }) {
  return items.map(([key, line]) => <div key={key}>{line}</div>);
}

function Dependencies({ metadata: { dependencies } }: { readonly metadata: ChartMetadata }) {
  const { t } = useTranslation();
  if (dependencies.length === 0) return null;
  return (
    <Section title={t('helm.dependencies')} note={String(dependencies.length)}>
      <Table
        columns={[
          { title: t('column.name') },
          { title: t('helm.version') },
          { title: t('helm.repository') },
          { title: t('helm.condition'), isWide: true },
        ]}
      >
        {dependencies.map(({ name, version, repository, condition }) => (
          <tr key={`${name} ${version}`}>
            <td data-place="title">{visibleText(name)}</td>
            <td data-place="state">{visibleText(version)}</td>
            <td data-place="detail">{visibleText(repository)}</td>
            <td data-place="detail" data-wide data-empty={condition === '' || undefined}>
              {visibleText(condition)}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
