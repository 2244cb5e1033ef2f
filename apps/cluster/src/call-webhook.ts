import { request } from 'node:https';
import type { WebhookAnswer, WebhookCall } from '@lanthorn/apiserver/admission/questions.ts';

/** A review is small; what is longer is none. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** Asks a webhook over HTTPS, as long as it may take; in the words of a real server where it does not answer. */
export async function callWebhook(call: WebhookCall): Promise<WebhookAnswer> {
  try {
    return await post(call);
  } catch (error) {
    // Nothing was sent: the address, the authorities or the time were none.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function post({ url, caBundle, body, timeoutMs }: WebhookCall): Promise<WebhookAnswer> {
  return new Promise(resolve => {
    const late = AbortSignal.timeout(timeoutMs);
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ error: late.aborted ? 'context deadline exceeded' : wordsOf(error, url) });
    const trust = caBundle === '' ? {} : { ca: caBundle };
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const asked = request(url, { method: 'POST', headers, signal: late, ...trust }, response => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > MAX_ANSWER_BYTES) response.destroy(new Error('the answer is too long'));
      });
      response.on('error', failed);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.on('error', failed);
    asked.end(body);
  });
}

/** As Go says it. */
function wordsOf({ code, message }: NodeJS.ErrnoException, url: string): string {
  const { hostname, port } = new URL(url);
  return code === 'ECONNREFUSED' ? `dial tcp ${hostname}:${port || '443'}: connect: connection refused` : message;
}
