import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { normaliseStatus, type Status } from './status.ts';

/** What exec and attach speak over a WebSocket, the one that is liked best first: only v5 can say that the input is over. */
export const COMMAND_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

/** The first byte of every message (k8s.io/apimachinery, util/remotecommand). */
export const COMMAND_CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

const INTERNAL_ERROR = 500;

/** How a command ended: by itself, or with what could not be done. */
export type CommandExit =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'failed'; readonly status: Status };

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** As the resize channel has it (client-go, TerminalSize). */
export function sizeText({ columns, rows }: TerminalSize): string {
  return JSON.stringify({ Width: columns, Height: rows });
}

/** Reads what the error channel says at the end: a Status in JSON. Null where it says nothing. */
export function readExit(text: string): CommandExit | null {
  if (text === '') return null;
  const value = parsed(text);
  if (getPath(value, 'status') === 'Success') return { kind: 'exited', code: 0 };
  if (getPath(value, 'reason') === 'NonZeroExitCode') {
    const causes = asArray(getPath(value, 'details', 'causes')).map(asObject);
    const cause = causes.find(({ reason }) => reason === 'ExitCode');
    const code = asString(cause?.['message']);
    if (/^-?\d+$/.test(code)) return { kind: 'exited', code: Number(code) };
  }
  // It may name neither its kind nor a code, and be no JSON at all.
  const status = normaliseStatus(value, INTERNAL_ERROR);
  return { kind: 'failed', status: { ...status, message: status.message || text } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
