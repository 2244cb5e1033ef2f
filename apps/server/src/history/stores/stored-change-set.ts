import { isObject } from '@lanthorn/base/json.ts';
import type { ChangeSet, ChangeSetRun, ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import { newRequest } from '@lanthorn/protocol/http/operation-messages.ts';

const STATES: ReadonlySet<unknown> = new Set<ChangeStep['state']>([
  'waiting',
  'begun',
  'sent',
  'done',
  'failed',
  'undone',
]);

/** A set as it was kept; null where this version would not do with it what was meant. */
export function asChangeSet(value: unknown): ChangeSet | null {
  if (!isObject(value) || !Array.isArray(value['steps'])) return null;
  const steps = value['steps'].map(asStep);
  const { run } = value;
  if (run !== null && !isRun(run)) return null;
  // A version before said of no run who does it.
  return steps.every(step => step !== null) ? { steps, run: run === null ? null : { by: '', ...run } } : null;
}

function asStep(value: unknown): ChangeStep | null {
  if (!isObject(value)) return null;
  // A version before kept the last of them alone.
  const { state, operation = null, operations = operation === null ? [] : [operation] } = value;
  const request = newRequest.safeParse(value['request']);
  const isWell = STATES.has(state) && isTexts(operations) && request.success;
  return isWell ? { request: request.data, state: state as ChangeStep['state'], operations } : null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string');
}

function isRun(value: unknown): value is Omit<ChangeSetRun, 'by'> & Partial<Pick<ChangeSetRun, 'by'>> {
  if (!isObject(value)) return false;
  const { goal, state, isWaiting, halt, by = '' } = value;
  const areTexts = ['id', 'goal', 'state', 'step', 'why'].every(name => typeof value[name] === 'string');
  const isGoal = goal === 'apply' || goal === 'undo';
  const isState = state === 'running' || state === 'done' || state === 'halted';
  const isHalt = halt === null || typeof halt === 'string';
  return areTexts && isGoal && isState && typeof isWaiting === 'boolean' && isHalt && typeof by === 'string';
}
