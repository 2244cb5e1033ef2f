import { WORST_THEN_NEWEST } from '../../../data/lists/worst-first.ts';
import { MAX_OWNED } from '../subject/owned-list.tsx';
import { useOwnPods } from '../subject/use-own-pods.ts';
import { PodsSection } from './pods-section.tsx';
import type { SectionProps } from './section-props.ts';

const COLUMNS = ['status', 'ready', 'restarts', 'owner', 'node', 'age'] as const;

/** The pods that an object owns, or those that its selector finds where it only selects. */
export function SelectedPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const pods = useOwnPods(subject, object, { sort: WORST_THEN_NEWEST, limit: MAX_OWNED });
  return <PodsSection {...{ subject, pods, columns: COLUMNS }} />;
}
