import type { Plan } from '@lanthorn/actions/machinery/action.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { Answer } from '../upstream/api-calls.ts';

/** A conflict is met by reading again; somebody who writes without pause does not keep us for ever. */
export const MAX_ATTEMPTS = 50;
/** Refusals that reading again does not heal. */
export const MAX_REFUSALS = 5;

/** A conflict, an answer that never came, or a JSON patch whose test failed because somebody was quicker (422). */
export function isWorthRepeating(
  { code, status }: Pick<Answer, 'code' | 'status'>,
  plan: Pick<Plan, 'request' | 'restsOn'>,
): boolean {
  if (status?.reason === 'AlreadyExists') return false;
  // Whoever owns a field goes on owning it.
  if (status?.details?.causes?.some(({ reason }) => reason === 'FieldManagerConflict') === true) return false;
  // What defines a kind says that it is served a moment before it is.
  if (isMissing(code) && isOfUnservedKind(status)) return (plan.restsOn ?? null) !== null;
  const isTested = plan.request.headers?.['content-type'] === 'application/json-patch+json';
  return code === 409 || code === 0 || (code === 422 && isTested);
}

/** What is not there, or a kind that nobody serves: some servers say of that that it takes no such method. */
export function isMissing(code: number): boolean {
  return code === 404 || code === 405;
}

/** `the server could not find the requested resource`: of an object that is missing it names the object. */
function isOfUnservedKind(status: Status | null): boolean {
  return (status?.details?.name ?? '') === '';
}
