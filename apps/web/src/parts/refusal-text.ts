import { refusalReason, type Status } from '@lanthorn/kube/api/status.ts';
import { problemOf } from '@lanthorn/protocol/error-kinds.ts';
import { problemWords } from '../ui/words/i18n.ts';
import { visibleText } from '../ui/words/text.ts';

/** Why one target is refused: in the language of the page where Lanthorn says so, in the words of the API server where that does. */
export function refusalText(refusal: Status | null): string {
  return refusal === null ? '' : visibleText(problemWords(problemOf(refusal) ?? refusalReason(refusal)));
}
