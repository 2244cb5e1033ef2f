import type { Clock } from '@lanthorn/base/clock.ts';
import { isTooDeep, MAX_JSON_DEPTH } from '@lanthorn/base/json-depth.ts';
import { AnswerProblem, answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { clusterSays } from '../../upstream/api-calls.ts';

/** A chart that is late is of no use, and what it asks is work for others. */
const TIMEOUT_MS = 10_000;
/** Two hundred points are some ten kilobytes; an answer to another question than ours is not read to its end. */
const MAX_LENGTH = 512 * 1024;

/** What a program behind the API server answers, read so far and so long and no more. Rejects with why it is not known. */
export async function boundedAnswer(
  source: ApiSource,
  clock: Pick<Clock, 'schedule'>,
  request: ApiRequest,
): Promise<unknown> {
  const stop = new AbortController();
  const late = new AnswerProblem(problem('noAnswerIn', { seconds: TIMEOUT_MS / 1_000 }));
  const cancel = clock.schedule(TIMEOUT_MS, () => stop.abort());
  try {
    const response = await source.send(request, stop.signal);
    if (response.status !== 200)
      throw new AnswerProblem(clusterSays(readStatus(response.status, await readBody(response))));
    let text = '';
    for await (const chunk of response.body) {
      text += chunk;
      if (text.length > MAX_LENGTH) throw new AnswerProblem(answerReason('answerTooLong', { most: MAX_LENGTH }));
    }
    if (isTooDeep(text)) throw new AnswerProblem(answerReason('answerTooDeep', { most: MAX_JSON_DEPTH }));
    return JSON.parse(text);
  } catch (error) {
    throw stop.signal.aborted ? late : error;
  } finally {
    cancel();
    stop.abort();
  }
}
