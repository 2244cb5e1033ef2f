import { useTranslation } from 'react-i18next';
import { useKeptRevisions } from '../subject/use-kept-revisions.ts';
import { useMadePods } from '../subject/use-made-pods.ts';
import { PodsSection } from '../sections/pods-section.tsx';
import type { SectionProps } from '../sections/section-props.ts';

const COLUMNS = ['status', 'ready', 'restarts', 'node', 'age'] as const;

/** The pods of a workload, each with the revision it was made by: which one fails is seen at once. */
export function WorkloadPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { revisions } = useKeptRevisions(subject, object);
  const { revisionOf, ...pods } = useMadePods(subject, object, revisions);
  const extra = {
    title: t('column.revision'),
    cell: (row: Parameters<typeof revisionOf>[0]) => revisionOf(row)?.revision ?? '–',
  };
  return <PodsSection {...{ subject, pods, columns: COLUMNS, extra }} />;
}
