import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { onlyKept } from './only-kept.ts';

/** So many targets are asked about at a time: half a second, after which the dialog says how far it is. */
const PART = 100;

/** How far an answer is. */
export interface PreviewProgress {
  readonly answered: number;
  /** Once it is whole. */
  readonly answer: PreviewAnswer | null;
}

/** Asks about many targets part by part, in their order, for as long as somebody goes on reading. */
export async function* previewInParts(
  ask: (request: OperationRequest) => Promise<PreviewAnswer>,
  request: OperationRequest,
): AsyncGenerator<PreviewProgress> {
  const count = 'targets' in request ? request.targets.length : 1;
  const previews: PreviewAnswer['previews'][number][] = [];
  for (let from = 0; from < count; from += PART) {
    const isPart = Array.from({ length: count }, (_, i) => i >= from && i < from + PART);
    const answer = await ask(onlyKept(request, isPart));
    previews.push(...answer.previews);
    const isWhole = from + PART >= count;
    yield { answered: previews.length, answer: isWhole ? { ...answer, previews } : null };
  }
}
