import type { LiveObject } from '../../../data/objects/use-live-object.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';

/** What every section of an object's page is given. */
export interface SectionProps {
  readonly subject: DetailSubject;
  /** As it is, or was last. */
  readonly object: unknown;
  readonly live: LiveObject;
}
