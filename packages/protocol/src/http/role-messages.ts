import * as z from 'zod/mini';
import type { Reason } from '@lanthorn/base/reason.ts';
import type { ToldGrant } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/what-may.ts';
import type { WhoCan } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/who-can.ts';
import { optionalSegment, resourceWithPart, text } from '../path-segment.ts';

/** Body of `POST /api/who-can`: who has this right, by roles and bindings? */
export const whoCanRequest = z.strictObject({
  cluster: text,
  verb: text,
  group: text,
  resource: resourceWithPart,
  namespace: optionalSegment,
  name: optionalSegment,
});
export type WhoCanRequest = z.infer<typeof whoCanRequest>;

export interface WhoCanAnswer extends WhoCan {
  /** What could not be read, and why: others may have the right by it. */
  readonly unread: readonly { readonly resource: string; readonly reason: Reason }[];
}

/** Body of `POST /api/what-may`: what may somebody do, by roles and bindings? */
export const whatMayRequest = z.strictObject({
  cluster: text,
  subject: z.strictObject({
    kind: z.enum(['User', 'Group', 'ServiceAccount']),
    namespace: optionalSegment,
    name: text.check(z.minLength(1)),
  }),
  /** Whose bindings are read where those of all namespaces may not be; '' for none. */
  namespace: optionalSegment,
});
export type WhatMayRequest = z.infer<typeof whatMayRequest>;

export interface WhatMayAnswer {
  readonly grants: readonly ToldGrant[];
  /** As many grants as are not told. */
  readonly left: number;
  /** Bindings of this namespace alone were read; null where those of all were. */
  readonly onlyIn: string | null;
  /** What could not be read, and why: rights may come from it. */
  readonly unread: readonly { readonly resource: string; readonly reason: Reason }[];
}
