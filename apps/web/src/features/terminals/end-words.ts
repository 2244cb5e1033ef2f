import type { TFunction } from 'i18next';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import { problemWords } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Why a terminal ended. */
export function endWords({ reason, problem }: StreamEnd, t: TFunction): string {
  if (problem !== null) return visibleText(problemWords(problem));
  return t(reason === 'cut' ? 'terminal.endedCut' : 'terminal.endedWell');
}
