import type { Plan } from '@lanthorn/actions/machinery/action.ts';
import type { Answer } from '../upstream/api-calls.ts';

/** A conflict is met by reading again; somebody who writes without pause does not keep us for ever. */
export const MAX_ATTEMPTS = 50;
/** Refusals that reading again does not heal. */
export const MAX_REFUSALS = 5;

/** A conflict, an answer that never came, or a JSON patch whose test failed because somebody was quicker (422). */
export function isWorthRepeating(
  { code, status }: Pick<Answer, 'code' | 'status'>,
  { request }: Pick<Plan, 'request'>,
): boolean {
  if (status?.reason === 'AlreadyExists') return false;
  const isTested = request.headers?.['content-type'] === 'application/json-patch+json';
  return code === 409 || code === 0 || (code === 422 && isTested);
}
