import type { Random } from './random.ts';

export interface BackoffPolicy {
  readonly initialMs: number;
  readonly maxMs: number;
  readonly factor: number;
}

/** Delay before attempt `failures + 1`: exponential, capped, with the upper half jittered so that many clients spread out. */
export function backoffDelay(policy: BackoffPolicy, failures: number, random: Random): number {
  const full = Math.min(policy.maxMs, policy.initialMs * policy.factor ** Math.max(0, failures - 1));
  return full / 2 + (full / 2) * random.next();
}
