import * as z from 'zod/mini';
import { pathSegment, text } from '../path-segment.ts';

/** As many containers as a tab reads together, each by its pod and namespace: names have 63, 253 and 63 characters at the most. */
const MAX_CONTAINERS = 50;
const MAX_CONTAINERS_TEXT = MAX_CONTAINERS * (63 + 63 + 253 + 3);
const yesNo = z.enum(['yes', 'no']);

/** Query of `GET /api/logs/whole`: the whole logs of containers, one after the other, as a file. */
export const wholeLogQuery = z.object({
  cluster: text,
  namespace: pathSegment,
  /** `POD/CONTAINER`, or `NAMESPACE/POD/CONTAINER` of another namespace, with commas between them. */
  containers: z
    .string()
    .check(z.maxLength(MAX_CONTAINERS_TEXT), z.regex(/^(?:(?:^|,)(?:[a-z0-9-]+\/)?[a-z0-9][a-z0-9.-]*\/[a-z0-9-]+)+$/)),
  /** Of the runs before. */
  previous: yesNo,
  timestamps: yesNo,
  /** RFC 3339, whole seconds. */
  since: z.optional(z.iso.datetime()),
  until: z.optional(z.iso.datetime()),
  name: pathSegment,
});
export type WholeLogQuery = z.infer<typeof wholeLogQuery>;
