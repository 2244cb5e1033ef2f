import type { Tier } from '@lanthorn/protocol/preferences.ts';

/**
 * What the name of a context tells of its tier, the first that fits. Words are what stands between signs, digits and changes of case, in
 * small letters with `-` around each: `gke_shop-ProdEU_1` is `-gke-shop-prod-eu-1-`.
 */
const SIGNS: readonly (readonly [Tier, RegExp])[] = [
  // What says that it is not.
  ['other', /-(?:non|not|no)-?(?:prod|prd|production|live)-|非生产/],
  ['staging', /-pre-?(?:prod|prd|production|live)-|预生产|预发|灰度/],
  ['production', /-(?:[a-z]*(?:prod|prd|production)|live)-|生产/],
  ['staging', /-(?:stag|stage|staging|stg|uat|qa|sit|acc|acceptance|preview|canary)-/],
];

/** The tier that a context's name suggests; a guess, for the person to confirm. */
export function guessTier(context: string): Tier {
  const words = `-${context
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Za-z])(\d)/g, '$1-$2')
    .replaceAll(/(\d)([A-Za-z])/g, '$1-$2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .toLowerCase()}-`;
  return SIGNS.find(([, sign]) => sign.test(words))?.[0] ?? 'other';
}
