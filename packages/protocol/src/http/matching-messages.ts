import * as z from 'zod/mini';
import { MAX_CLUSTERS, MAX_NAMESPACES } from '../constants.ts';
import { listedResource } from '../listed-resource.ts';
import { pathSegment, text } from '../path-segment.ts';

/** Body of `POST /api/matching`: what does "all that match" mean now? */
export const matchingRequest = z.object({
  cluster: text,
  /** Clusters whose rows stand in the same list. */
  others: z.optional(z.array(text).check(z.maxLength(MAX_CLUSTERS - 1))),
  resource: listedResource,
  namespaces: z.array(pathSegment).check(z.maxLength(MAX_NAMESPACES)),
  filter: z.string().check(z.maxLength(4096)),
});
export type MatchingRequest = z.infer<typeof matchingRequest>;
export interface MatchingAnswer {
  readonly rows: readonly {
    readonly key: string;
    readonly uid: string;
    readonly namespace: string;
    readonly name: string;
  }[];
  /** Clusters, or namespaces of one, that the list leaves out, too; absent where there are none. */
  readonly missing?: readonly string[];
}
