import * as z from 'zod/mini';
import { ACTION_RECORDS, type ActionKind } from '@lanthorn/actions/action-records.ts';
import type { ActionParams } from '@lanthorn/actions/machinery/action.ts';
import { MAX_REASON, MAX_TARGETS } from '../constants.ts';
import type { Operation, TargetPreview } from '../down-messages.ts';
import { groupVersionResource, optionalSegment, pathSegment, text } from '../path-segment.ts';
import { actionParams, choices } from './action-params.ts';

const target = z.object({
  cluster: text,
  resource: groupVersionResource,
  namespace: optionalSegment,
  name: pathSegment,
  uid: text,
});

const kinds = ACTION_RECORDS.map(record => record.kind) as [ActionKind, ...ActionKind[]];

const params = z.custom<ActionParams>(value => value === undefined || actionParams.safeParse(value).success);

export const operationId = z.string().check(z.regex(/^[0-9a-f-]{36}$/));

/** The part that is the same for a repeated click: the same id is the same operation. */
const identity = {
  /** Drawn by the page when the dialog opens. */
  id: operationId,
  /** Short lower-case suffix of created names. */
  suffix: z.string().check(z.regex(/^[a-z0-9]{4,10}$/)),
  /** Why, in the words of who does it. */
  reason: z.optional(z.string().check(z.maxLength(MAX_REASON))),
};

/** Something new, which takes nothing back. */
export const newRequest = z.strictObject({
  ...identity,
  kind: z.enum(kinds),
  targets: z.array(target).check(z.minLength(1), z.maxLength(MAX_TARGETS)),
  /** For all targets alike. */
  params: z.optional(params),
});
export type NewRequest = z.infer<typeof newRequest>;

/** Body of `POST /api/preview` and `POST /api/operations`: the same value, dry and for real. */
export const operationRequest = z.union([
  newRequest,
  /** Takes an operation back, every target of it that was changed. */
  z.strictObject({ ...identity, undoOf: operationId, choices: z.optional(choices) }),
]);
export type OperationRequest = z.infer<typeof operationRequest>;

/** Body of `POST /api/operations/stop`: targets not begun yet are left alone. */
export const stopRequest = z.object({ id: operationId });

export interface PreviewAnswer {
  /** What is done to the targets; of an undo, the action that takes the first back. */
  readonly kind: ActionKind;
  readonly previews: readonly TargetPreview[];
}

export interface OperationAnswer {
  readonly operation: Operation;
}
