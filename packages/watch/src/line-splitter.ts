import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { UnreadableAnswer } from '@lanthorn/kube/api/api-request.ts';
import { MAX_PART_LENGTH } from './item-splitter.ts';

/** Cuts a stream of newline-separated JSON into lines, whatever the chunk boundaries. */
export class LineSplitter {
  #rest: string[] = [];
  #length = 0;

  push(chunk: string): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      this.#rest.push(chunk.slice(from, at));
      lines.push(this.#rest.length === 1 ? (this.#rest[0] as string) : this.#rest.join(''));
      this.#rest = [];
      this.#length = 0;
      from = at + 1;
    }
    if (from < chunk.length) {
      this.#rest.push(chunk.slice(from));
      this.#length += chunk.length - from;
      if (this.#length > MAX_PART_LENGTH)
        throw new UnreadableAnswer(answerReason('eventTooLong', { most: MAX_PART_LENGTH }));
    }
    return lines.filter(line => line !== '');
  }
}
