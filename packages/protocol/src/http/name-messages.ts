import * as z from 'zod/mini';
import type { Reason } from '@lanthorn/base/reason.ts';
import { MAX_NAMESPACES, MAX_NAME_QUERY } from '../constants.ts';
import { segmentsUpTo } from '../path-segment.ts';

/** Namespaces, comma separated, each of at most 63 characters (a DNS label); absent for all. */
const namespaceNames = z.optional(segmentsUpTo(MAX_NAMESPACES * 64));
/** The words of some two hundred kinds; a request's line is to stay below the 16 KB that Node reads. */
const MAX_COUNTED_KINDS = 8_000;
/** Query of `GET /api/clusters/:name/counts`: of which kinds, with commas between them. */
export const countsQuery = z.object({ ns: namespaceNames, kinds: segmentsUpTo(MAX_COUNTED_KINDS) });
export interface CountsAnswer {
  /** By the kind's word in an address; null where it may not be said. */
  readonly counts: Readonly<Record<string, number | null>>;
  /** How many of them are in a bad state, of the kinds that are watched anyway; others are not named. */
  readonly bad: Readonly<Record<string, number>>;
}

/** Query of `GET /api/clusters/:name/names`: `ns` as for counts, for who may not list the whole cluster. */
export const namesQuery = z.object({ q: z.string().check(z.maxLength(MAX_NAME_QUERY)), ns: namespaceNames });
export interface FoundName {
  /** The word for the kind in an address: `cronjobs`, `jobs.batch.volcano.sh`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
export interface NamesAnswer {
  /** The best first. */
  readonly found: readonly FoundName[];
  /** More names match than are told. */
  readonly hasMore: boolean;
  /** Names known so far. */
  readonly loaded: number;
  readonly isComplete: boolean;
  /** There are more names than are kept. */
  readonly isCut: boolean;
  /** Kinds whose names could not be read, and why. */
  readonly missing: readonly Reason[];
  /** How many kinds this person may not list. */
  readonly forbidden: number;
  /** When reading them began, in milliseconds. */
  readonly asOf: number;
}
