import * as z from 'zod/mini';
import { MAX_CHECKS } from '../constants.ts';
import { optionalSegment, resourceWithPart, text } from '../path-segment.ts';

/** Body of `POST /api/access`: may this identity do that? */
export const accessRequest = z.object({
  cluster: text,
  checks: z
    .array(
      z.object({
        verb: text,
        group: text,
        resource: resourceWithPart,
        namespace: optionalSegment,
        // It is asked for in a body and never a part of a path: a signer's name has two parts, and may end with `*`.
        name: text,
      }),
    )
    .check(z.maxLength(MAX_CHECKS)),
});
export type AccessRequest = z.infer<typeof accessRequest>;
export interface AccessAnswer {
  /** In the order of the checks; null when the server could not be asked. */
  readonly allowed: readonly (boolean | null)[];
}
