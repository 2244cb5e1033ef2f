import * as z from 'zod/mini';
import { optionalSegment, pathSegment, text } from './path-segment.ts';

/** More than a page asks about in one list: an object, and the pods of its template. A map asks for those of one step at once. */
const MAX_ASKED_ABOUT = 50;
/** Several times what the longest selectors have. */
const MAX_REQUIREMENTS = 100;
const MAX_VALUES = 200;

const target = z.object({
  group: optionalSegment,
  resource: pathSegment,
  namespace: optionalSegment,
  /** Empty where any with these labels is meant. */
  name: optionalSegment,
  uid: text,
  labels: z.readonly(z.record(text, text)),
});

const requirement = z.object({
  key: text,
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
  values: z.readonly(z.array(text).check(z.maxLength(MAX_VALUES))),
});

/** As many as views know. */
const MAX_MEANINGS = 30;

/** Only rows that have to do with certain objects: those that refer to one of them, or those that a selector finds. */
export const relationQuestion = z.discriminatedUnion('way', [
  z.object({
    way: z.literal('back'),
    /** By their names in the records of kinds. */
    meanings: z.readonly(z.array(text).check(z.maxLength(MAX_MEANINGS))),
    targets: z.readonly(z.array(target).check(z.maxLength(MAX_ASKED_ABOUT))),
  }),
  z.object({
    way: z.literal('forth'),
    selector: z.readonly(z.array(requirement).check(z.maxLength(MAX_REQUIREMENTS))),
  }),
]);
