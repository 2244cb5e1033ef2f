import { readConditions } from './condition.ts';

/** Why an object is not well, in its own words. */
export interface Trouble {
  /** The container that is the cause; null where it is none. */
  readonly container: string | null;
  /** What that container ended with; null where it did not end. */
  readonly exitCode: number | null;
  readonly reason: string;
  readonly message: string;
  /** Since when; null where nothing says so. */
  readonly since: number | null;
}

/** What an object's conditions say against it, the worst first. */
export function conditionTroubles(object: unknown): readonly Trouble[] {
  return readConditions(object)
    .filter(({ tone }) => tone === 'bad' || tone === 'warning')
    .map(({ type, reason, message, since }) => ({
      container: null,
      exitCode: null,
      reason: reason || type,
      message,
      since,
    }));
}
