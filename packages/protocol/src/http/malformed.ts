import * as z from 'zod/mini';

/** What is wrong with a message, a line for each place. */
export function malformed(error: Parameters<typeof z.prettifyError>[0]): string {
  return z.prettifyError(error);
}
