import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { RecordedContainer } from '@lanthorn/protocol/recorded-run.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Ask } from './ask-server.ts';

/** Kept of one container: as much as somebody reads to see how it ended. */
const KEPT_LINES = 200;
/** Kept of one container's lines; a line may be long. */
const KEPT_CHARACTERS = 64 * 1024;
/** Read of one container. A kubelet counts them from the first of the last lines: where it stops, the end is missing, which is what matters. */
const READ_BYTES = 1024 * 1024;
/** Last lines that are asked for, one after the other, until they are read to their end. */
const TAILS = [KEPT_LINES, 10, 1] as const;

type KeptLog = Pick<RecordedContainer, 'log' | 'logCut' | 'logProblem' | 'logRefusal'>;

const READABLE = { logProblem: '', logRefusal: null };

export interface LogPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** The last lines of a container, and what of its log is not among them. */
export async function readLog(ask: Ask, place: LogPlace): Promise<KeptLog> {
  for (const lines of TAILS) {
    const { text, refusal } = await ask(logRequest(place, lines + 1));
    if (text === null) return { log: '', logCut: null, logProblem: refusal.reason.message, logRefusal: refusal.reason };
    const isEndMissing = Buffer.byteLength(text) >= READ_BYTES;
    if (!isEndMissing || lines === TAILS.at(-1)) return endOf(text, { lines, isEndMissing });
  }
  return { log: '', logCut: null, ...READABLE };
}

/** One line more than is kept tells whether there were any. */
function logRequest({ namespace, pod, container }: LogPlace, lines: number): ApiRequest {
  const path = resourcePath({ ...POD_VIEW.resource, namespace, name: pod, subresource: 'log' });
  return { method: 'GET', path, query: { container, tailLines: String(lines), limitBytes: String(READ_BYTES) } };
}

function endOf(
  text: string,
  { lines, isEndMissing }: { readonly lines: number; readonly isEndMissing: boolean },
): KeptLog {
  const from = Math.max(startOfLast(text, lines), text.length - KEPT_CHARACTERS);
  const before = text.slice(0, from);
  const cut = {
    lines: before.split('\n').length - 1,
    bytes: Buffer.byteLength(before),
    hasOlder: startOfLast(text, lines) > 0,
    isEndMissing,
  };
  return { log: text.slice(from), logCut: from > 0 || isEndMissing ? cut : null, ...READABLE };
}

/** Where the last lines of a text begin; 0 where it has no more than that. */
function startOfLast(text: string, lines: number): number {
  // The end of the last line begins no other.
  let at = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let i = 0; i < lines && at > 0; i++) at = text.lastIndexOf('\n', at - 1);
  return at > 0 ? at + 1 : 0;
}
