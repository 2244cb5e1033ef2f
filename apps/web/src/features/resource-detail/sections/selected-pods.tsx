import { MAX_OWNED } from '../subject/owned-list.tsx';
import { useOwnPods } from '../subject/use-own-pods.ts';
import { PodsSection } from './pods-section.tsx';
import type { SectionProps } from './section-props.ts';

const COLUMNS = ['status', 'ready', 'restarts', 'owner', 'node', 'age'] as const;
/** What is not well first: it is what one looks for. */
const ORDER = [
  { column: 'health', descending: true },
  { column: 'age', descending: false },
] as const;

/** The pods that an object owns, or those that its selector finds where it only selects. */
export function SelectedPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const pods = useOwnPods(subject, object, { sort: ORDER, limit: MAX_OWNED });
  return <PodsSection {...{ subject, pods, columns: COLUMNS }} />;
}
