import * as z from 'zod/mini';
import type { Reason } from '@lanthorn/base/reason.ts';
import { optionalSegment, pathSegment, text } from '../path-segment.ts';

/** Body of `POST /api/usage-history`: how much did this pod or node use in the last hours? */
export const usageHistoryRequest = z.strictObject({
  cluster: text,
  kind: z.enum(['pods', 'nodes']),
  namespace: optionalSegment,
  name: pathSegment,
});
export type UsageHistoryRequest = z.infer<typeof usageHistoryRequest>;

/** What a Prometheus in the cluster says of that. */
export type UsageHistoryAnswer =
  | { readonly kind: 'told'; readonly source: string; readonly points: readonly UsagePoint[] }
  /** Nothing in the cluster looks like one. */
  | { readonly kind: 'none' }
  /** It may not be looked for or asked, or gave no such answer. `source` is '' where none was found. */
  | { readonly kind: 'unread'; readonly source: string; readonly why: Reason };

export interface UsagePoint {
  /** In the cluster's time. */
  readonly at: number;
  /** In cores; null where only the other was told. */
  readonly cpu: number | null;
  /** In bytes. */
  readonly memory: number | null;
}
