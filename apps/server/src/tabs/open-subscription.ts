import type { ListFrame, ObjectFrame, RangeFrame } from '@lanthorn/protocol/down-messages.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import type { ListQuery, NamedRow } from '@lanthorn/protocol/up-messages.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { FrameText } from '../hub/lists/list-frame.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** What a tab may change of what it has open. */
export type SubscriptionChange = Partial<
  Pick<
    ListQuery,
    | 'filter'
    | 'sort'
    | 'offset'
    | 'limit'
    | 'anchor'
    | 'hold'
    | 'selects'
    | 'namespaces'
    | 'group'
    | 'folds'
    | 'tellsUsage'
    | 'asked'
  >
>;

/** What a subscription needs of its tab. */
export interface SubscriptionContext {
  readonly cluster: Cluster;
  /** Of a list of several clusters the further ones, and why some of them are not there, by their names. */
  readonly others: readonly Cluster[] | undefined;
  readonly absent: Readonly<Record<string, Reason>>;
  /** There is something new to make a frame of. */
  readonly onDirty: () => void;
  /** Its callbacks run inside; where it ends, the tab is told why. */
  readonly boundary: Boundary;
}

/** One thing that a tab looks at, whatever it is. What a sort does not have, it answers with nothing. */
export interface OpenSubscription {
  readonly frameType: (ListFrame | ObjectFrame)['type'];
  /** It is still arriving, but the screen is full already: its news may wait. */
  readonly isFillingUp: boolean;
  /** What is new answers a question: the tab waits for it. */
  readonly isAnswer: boolean;
  /** The lists that it reads, once the change is made, by what tells them apart: whoever asks for them again reads the same. */
  listScopes(change?: SubscriptionChange): readonly string[];
  applyChange(change: SubscriptionChange): void;
  /** What stands between two rows as the tab is shown them; null where there are no rows. */
  readRange(from: string, to: string): RangeFrame['answer'] | null;
  /** Which of these objects are no more the frames say, once that is known. */
  askAbout(rows: readonly NamedRow[]): void;
  /** Asks the cluster again now, where it waits to. */
  retry(): void;
  /** What changed since the last frame, or null. */
  makeFrame(): FrameText | null;
  close(): void;
}
