import type { TFunction } from 'i18next';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { visibleText } from '../../ui/words/text.ts';

/** What an action is called; what a pack offers, as the pack calls it. */
export function actionWord({ kind, params }: Pick<NewRequest, 'kind' | 'params'>, t: TFunction): string {
  return params?.pack === undefined ? t(`action.${kind}`) : visibleText(params.pack.title);
}
