import { deepEqual } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { decidedParams } from '@lanthorn/actions/machinery/decided-params.ts';
import { stepHindrance } from '@lanthorn/actions/sets/step-hindrance.ts';
import { MAX_SET_BYTES, MAX_STEPS } from '@lanthorn/protocol/constants.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  type AddStepRequest,
  type ArrangeRequest,
  type ChangeSet,
  type ChangeSetRun,
  type ChangeStep,
  type DecideStepRequest,
  isToTakeBack,
} from '@lanthorn/protocol/http/change-set-messages.ts';
import { RequestProblem } from '../request-problem.ts';

/** The set with one step more, or with another text of a step that waits; the same once more changes nothing. Throws where it may not be one. */
export function withStep(set: ChangeSet, { cluster, request }: AddStepRequest): ChangeSet {
  const hindrance = stepHindrance(request);
  if (hindrance?.why === 'secret') throw new RequestProblem(422, problem('secretInSet', { name: hindrance.name }));
  if (hindrance !== null) throw new RequestProblem(422, problem('notInSet', { action: request.kind }));
  const other = request.targets.find(target => target.cluster !== cluster);
  if (other !== undefined) throw new RequestProblem(422, problem('noCluster', { cluster: other.cluster }));
  const same = set.steps.find(step => step.request.id === request.id);
  if (same !== undefined && (same.state !== 'waiting' || deepEqual(same.request, request))) return set;
  if (same !== undefined)
    return bounded({ ...set, steps: set.steps.map(step => (step === same ? { ...step, request } : step)) });
  if (set.steps.length >= MAX_STEPS) throw new RequestProblem(409, problem('tooManySteps', { most: MAX_STEPS }));
  return bounded({ ...set, steps: [...set.steps, { request, state: 'waiting', operations: [] }] });
}

/** The set, if it may be kept. */
function bounded(set: ChangeSet): ChangeSet {
  if (Buffer.byteLength(writeJson(set)) > MAX_SET_BYTES)
    throw new RequestProblem(409, problem('setTooLarge', { most: MAX_SET_BYTES / 1024 ** 2 }));
  return set;
}

/** These of the steps that were seen, in this order, and no others. Without any, nothing is left of it. */
export function arranged(
  { steps, run }: ChangeSet,
  { steps: order, seen }: Pick<ArrangeRequest, 'steps' | 'seen'>,
): ChangeSet {
  const kept = order.flatMap(id => steps.find(({ request }) => request.id === id) ?? []);
  const isUnseen = steps.some(({ request }) => !seen.includes(request.id));
  if (isUnseen || new Set(order).size !== order.length || kept.length !== order.length)
    throw new RequestProblem(409, problem('setChanged', {}));
  // Taken back the last first, they are so in the order in which they were applied.
  const isOvertaken = (step: ChangeStep, place: number) =>
    isToTakeBack(step) && kept.slice(0, place).some(before => steps.indexOf(before) > steps.indexOf(step));
  if (kept.some(isOvertaken)) throw new RequestProblem(409, problem('stepBegun', {}));
  return { steps: kept, run: kept.length === 0 ? null : run };
}

/** The set with the clashes of a step decided, as long as that is left to be done. */
export function withDecision(
  set: ChangeSet,
  { step, choices, seen }: Pick<DecideStepRequest, 'step' | 'choices' | 'seen'>,
): ChangeSet {
  const found = set.steps.find(({ request }) => request.id === step);
  if (found === undefined || found.state === 'done') throw new RequestProblem(409, problem('setChanged', {}));
  const request = { ...found.request, params: decidedParams(found.request.params ?? {}, choices, seen) };
  return bounded({ ...set, steps: set.steps.map(each => (each === found ? { ...each, request } : each)) });
}

/** The set with one of its steps changed, and what is said of its run. */
export function withProgress(
  set: ChangeSet,
  {
    step,
    change,
    run,
  }: { readonly step: string; readonly change: Partial<ChangeStep>; readonly run: Partial<ChangeSetRun> },
): ChangeSet {
  return {
    steps: set.steps.map(each => (each.request.id === step ? { ...each, ...change } : each)),
    run: set.run === null ? null : { ...set.run, ...run },
  };
}

/** What is left to be applied, in its order; or to be taken back, the last first. */
export function pendingSteps({ steps }: ChangeSet, goal: ChangeSetRun['goal']): readonly ChangeStep[] {
  if (goal === 'apply') return steps.filter(({ state }) => state !== 'done');
  return steps.filter(isToTakeBack).reverse();
}
