import { deepEqual } from '@lanthorn/base/json.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { type Clash, pathText } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { ActionParams } from './action.ts';
import { choicesOf, decidedParams } from './decided-params.ts';

/** Without the decisions that would overrule what nobody has seen: what stands there is another by now. `clashesOf` tells what clashes with these params. */
export function withoutUnseen(
  params: ActionParams,
  clashesOf: (params: ActionParams) => readonly Clash[],
): ActionParams {
  const { seen } = params;
  if (seen === undefined) return params;
  const unseen = new Set(
    clashesOf(decidedParams(params, {}))
      .map(({ path, live = null }) => ({ path: pathText(path), live }))
      .filter(({ path, live }) => ownValue(seen, path)?.some(value => deepEqual(value, live)) !== true)
      .map(({ path }) => path),
  );
  const holds = ([path, choice]: [string, string]) => choice === 'live' || !unseen.has(path);
  return decidedParams(params, Object.fromEntries(Object.entries(choicesOf(params)).filter(holds)));
}
