import * as z from 'zod/mini';
import type { Reason } from '@lanthorn/base/reason.ts';
import { MAX_NAMESPACES } from '../constants.ts';
import { optionalSegment, pathSegment, segmentsUpTo, text } from '../path-segment.ts';

/** Query of `GET /api/clusters/:name/standing`: `ns` are namespaces, each of at most 63 characters (a DNS label), with commas between them; absent for all. */
export const standingQuery = z.object({ ns: z.optional(segmentsUpTo(MAX_NAMESPACES * 64)) });
/** What a page of several clusters says of one, beside its lists. */
export interface StandingAnswer {
  /** What pods asked for; null where their list is not open and whole. */
  readonly requested: RequestedCapacity | null;
  readonly certificates: CertificateEnds;
}
export interface RequestedCapacity {
  /** In cores. */
  readonly cpu: number;
  /** In bytes. */
  readonly memory: number;
}
/** Until when certificates of the connection are good; null where there is none, or it was not seen. */
export interface CertificateEnds {
  /** Of whoever answers at the API server's address. */
  readonly server: number | null;
  /** Of the person, by which the API server knows who asks. */
  readonly own: number | null;
}

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
