import type { ActionParams } from './action.ts';

/** How clashes were decided, by their paths. */
export type ClashChoices = Readonly<Record<string, 'mine' | 'live'>>;

/** The same with clashes decided, in whatever of it can clash; and what was seen then, where that counts. */
export function decidedParams(params: ActionParams, choices: ClashChoices, seen?: ActionParams['seen']): ActionParams {
  const { edit, scale, bounds, resize } = params;
  return {
    ...params,
    ...(edit === undefined ? {} : { edit: { ...edit, choices } }),
    ...(scale === undefined ? {} : { scale: { ...scale, choices } }),
    ...(bounds === undefined ? {} : { bounds: { ...bounds, choices } }),
    ...(resize === undefined ? {} : { resize: { ...resize, choices } }),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** How they are decided in it; none where nothing can clash. */
export function choicesOf({ edit, scale, bounds, resize }: ActionParams): ClashChoices {
  return edit?.choices ?? scale?.choices ?? bounds?.choices ?? resize?.choices ?? {};
}
