import type { ErrorKind, ErrorParams, Problem } from '@lanthorn/protocol/error-kinds.ts';

/**
 * What the page itself finds wrong. It says so by its own catalogue: the English words are for who asks without a page, and are not loaded for
 * it (3 KB of its first load).
 */
export function pageProblem<K extends ErrorKind>(code: K, params: ErrorParams<K>): Problem {
  return { code, params, message: code };
}
