import type { Reason } from '@lanthorn/base/reason.ts';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { type ApiRequest, type ApiSource, isLasting, readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus, refusalReason } from '@lanthorn/kube/api/status.ts';

/** A server that is too busy to answer is asked again; one that says so every time has given its answer. */
const MAX_BUSY = 5;

/** What was asked for, or why it was refused. */
export type ServerText =
  | { readonly text: string; readonly refusal: null }
  | { readonly text: null; readonly refusal: { readonly code: number; readonly reason: Reason } };

/** Rejects where asking again later may help. */
export type Ask = (request: ApiRequest) => Promise<ServerText>;

/** Asks for the parts of one run, however often that is begun anew. */
export class ServerQuestions {
  #busy = 0;

  async ask(source: ApiSource, request: ApiRequest): Promise<ServerText> {
    const answer = await read(source, request);
    if (answer.text !== null) return answer;
    const { code, reason } = answer.refusal;
    if (isBusy(code) && ++this.#busy < MAX_BUSY) throw new Error(reason.message);
    return answer;
  }
}

/** Code 0 with what is wrong with it: an answer that nobody can read, now or the next time. */
async function read(source: ApiSource, request: ApiRequest): Promise<ServerText> {
  const response = await source.send(request);
  const { status: code } = response;
  try {
    const text = await readBody(response);
    if (code === 200) return { text, refusal: null };
    return { text: null, refusal: { code, reason: refusalReason(readStatus(code, text)) } };
  } catch (error) {
    if (!isLasting(error)) throw error;
    return { text: null, refusal: { code: 0, reason: reasonOfError(error) } };
  }
}

/** Too many requests, or a server that starts, ends or waits for another. */
function isBusy(code: number): boolean {
  return code === 429 || (code >= 500 && code <= 504);
}
