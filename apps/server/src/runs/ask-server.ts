import { asString } from '@lanthorn/base/json.ts';
import { type ApiRequest, type ApiSource, isLasting, readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { messageOf } from '../upstream/api-calls.ts';

/** A server that is too busy to answer is asked again; one that says so every time has given its answer. */
const MAX_BUSY = 5;

/** What was asked for, or why it was refused, in the words of the server. */
export type ServerText =
  | { readonly text: string; readonly refusal: null }
  | { readonly text: null; readonly refusal: { readonly code: number; readonly message: string } };

/** Rejects where asking again later may help. */
export type Ask = (request: ApiRequest) => Promise<ServerText>;

/** Asks for the parts of one run, however often that is begun anew. */
export class ServerQuestions {
  #busy = 0;

  async ask(source: ApiSource, request: ApiRequest): Promise<ServerText> {
    const { text, code } = await read(source, request);
    if (code === 200) return { text, refusal: null };
    const message = code === 0 ? text : asString(readStatus(code, text).message);
    if (isBusy(code) && ++this.#busy < MAX_BUSY) throw new Error(message);
    return { text: null, refusal: { code, message } };
  }
}

/** Code 0 with what is wrong with it: an answer that nobody can read, now or the next time. */
async function read(source: ApiSource, request: ApiRequest): Promise<{ readonly text: string; readonly code: number }> {
  const response = await source.send(request);
  try {
    return { text: await readBody(response), code: response.status };
  } catch (error) {
    if (!isLasting(error)) throw error;
    return { text: messageOf(error), code: 0 };
  }
}

/** Too many requests, or a server that starts, ends or waits for another. */
function isBusy(code: number): boolean {
  return code === 429 || (code >= 500 && code <= 504);
}
