import * as z from 'zod/mini';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { MAX_STEPS } from '../constants.ts';
import { choices, seenValues } from './action-params.ts';
import { newRequest, type NewRequest, operationId } from './operation-messages.ts';
import { text } from '../path-segment.ts';

/** How far a step is: `sent` says that what it asked for is done, and the cluster is not well yet. */
export type StepState = 'waiting' | 'begun' | 'sent' | 'done' | 'failed' | 'undone';

/** An operation that was collected, and not begun. */
export interface ChangeStep {
  /** Its id is that of the step, drawn by the page: added twice it is there once. */
  readonly request: NewRequest;
  readonly state: StepState;
  /** What it was begun as, the last try last. */
  readonly operations: readonly string[];
}

/** It was begun, and not all of it is known to be taken back. */
export function isToTakeBack({ state, operations }: ChangeStep): boolean {
  return operations.length > 0 && state !== 'undone';
}

/** Why a set went no further. */
export type SetHalt = 'failed' | 'unwell' | 'late' | 'stopped' | 'interrupted';

/** What was last begun with a set as a whole. */
export interface ChangeSetRun {
  /** Drawn by the page: sent twice it is one run. */
  readonly id: string;
  readonly goal: 'apply' | 'undo';
  readonly state: 'running' | 'done' | 'halted';
  /** The step it is at, or halted at; '' where all are done. */
  readonly step: string;
  /** It waits until the cluster is well after the step. */
  readonly isWaiting: boolean;
  readonly halt: SetHalt | null;
  /** In the words of who refused it; '' where there are none. */
  readonly why: string;
  /** The process that does it, or did. */
  readonly by: string;
}

/** The edits that a person collects for a cluster, in the order in which they are applied. */
export interface ChangeSet {
  readonly steps: readonly ChangeStep[];
  readonly run: ChangeSetRun | null;
}

export const NO_CHANGE_SET: ChangeSet = { steps: [], run: null };

/** Query of `GET /api/change-set`. */
export const changeSetQuery = z.object({ cluster: text });
export interface ChangeSetAnswer {
  readonly set: ChangeSet;
}

/** Body of `POST /api/change-set/add`: all targets are of that cluster. */
export const addStepRequest = z.strictObject({ cluster: text, request: newRequest });
export type AddStepRequest = z.infer<typeof addStepRequest>;

/** Body of `POST /api/change-set/arrange`: these of the steps that were seen, in this order; those that are not named go. */
export const arrangeRequest = z.strictObject({
  cluster: text,
  seen: z.array(operationId).check(z.maxLength(MAX_STEPS)),
  steps: z.array(operationId).check(z.maxLength(MAX_STEPS)),
});
export type ArrangeRequest = z.infer<typeof arrangeRequest>;

/** Body of `POST /api/change-set/decide`: what is meant where a step and somebody else changed the same, and what the other's was seen to be. */
export const decideStepRequest = z.strictObject({ cluster: text, step: operationId, choices, seen: seenValues });
export type DecideStepRequest = z.infer<typeof decideStepRequest>;

/** Body of `POST /api/change-set/run`: the steps as they were seen, so that nothing else is done. */
export const runSetRequest = z.strictObject({
  cluster: text,
  id: operationId,
  goal: z.enum(['apply', 'undo']),
  steps: z.array(operationId).check(z.minLength(1), z.maxLength(MAX_STEPS)),
});
export type RunSetRequest = z.infer<typeof runSetRequest>;

/** Body of `POST /api/change-set/stop` and `/export`. */
export const ofSetRequest = z.strictObject({ cluster: text });

/** A change of one target as it would be sent now. */
export interface PlannedChange {
  readonly step: string;
  readonly target: ObjectTarget;
  /** Its kind and version as manifests say them; '' where they are not known. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Null where nothing is to be sent; then `problem` says why, or it is as wanted already. */
  readonly request: ApiRequest | null;
  readonly kubectl: string;
  readonly problem: string;
}
/** Answer of `POST /api/change-set/export`. */
export interface ExportAnswer {
  readonly changes: readonly PlannedChange[];
}
