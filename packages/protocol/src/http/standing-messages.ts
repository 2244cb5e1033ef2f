import * as z from 'zod/mini';
import { MAX_NAMESPACES } from '../constants.ts';
import { segmentsUpTo } from '../path-segment.ts';

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
