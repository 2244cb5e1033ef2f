import * as z from 'zod/mini';
import { MAX_TEXT, SEGMENT } from './path-segment-rule.ts';

/** Any text but half of a character, which no UTF-8 holds and no URL takes. */
export const text = z.string().check(z.maxLength(MAX_TEXT), z.regex(/^\P{Cs}*$/u, 'holds half a character'));

const NO_SEGMENT = 'cannot be a part of an API path';
export const pathSegment = z.string().check(z.maxLength(MAX_TEXT), z.regex(SEGMENT, NO_SEGMENT));

/** The core group, the namespace of what has none, or any name: ''. */
export const optionalSegment = z.string().check(z.maxLength(MAX_TEXT), z.regex(orNothing(SEGMENT), NO_SEGMENT));

/** Several, comma separated; '' for none. Their number is bounded by the length. */
export function segmentsUpTo(length: number) {
  return z.string().check(z.maxLength(length), z.regex(/^(?:(?!\.\.?(?:,|$))[^/%\p{Cs},]*(?:,|$))*$/u, NO_SEGMENT));
}

/** `pods`, or `pods/log` where a right may be on a part of an object. */
export const resourceWithPart = z
  .string()
  .check(z.maxLength(MAX_TEXT), z.regex(/^(?!\.\.?(?:\/|$))[^/%\p{Cs}]+(?:\/(?!\.\.?$)[^/%\p{Cs}]+)?$/u, NO_SEGMENT));

export const groupVersionResource = z.object({ group: optionalSegment, version: pathSegment, resource: pathSegment });

function orNothing({ source, flags }: RegExp): RegExp {
  return new RegExp(`^$|${source}`, flags);
}
