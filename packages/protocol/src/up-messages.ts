import * as z from 'zod/mini';
import { MAX_NAMESPACES, MAX_WINDOW } from './constants.ts';
import { groupVersionResource, optionalSegment, pathSegment, text } from './path-segment.ts';

const id = z.int().check(z.nonnegative(), z.lte(2 ** 31));
const sortKey = z.object({ column: text, descending: z.boolean() });

const list = z.object({
  kind: z.literal('list'),
  cluster: text,
  resource: groupVersionResource,
  /** Empty for all namespaces. */
  namespaces: z.array(pathSegment).check(z.maxLength(MAX_NAMESPACES, `at most ${MAX_NAMESPACES} at once`)),
  filter: z.string().check(z.maxLength(4096, 'at most 4,096 characters')),
  sort: z.array(sortKey).check(z.maxLength(4, 'at most four columns')),
  offset: z.int().check(z.nonnegative()),
  limit: z.int().check(z.nonnegative(), z.lte(MAX_WINDOW)),
  /** Key of the row that stays first in the window wherever it moves; the frame says at which offset that is. */
  anchor: z.optional(text),
  /** The reader holds the order: rows change in place, new ones are only counted. */
  hold: z.boolean(),
  /** Only rows that belong to this object: what it controls, or events about it. */
  ownerUid: z.optional(text),
});

const object = z.object({
  kind: z.literal('object'),
  cluster: text,
  resource: groupVersionResource,
  namespace: optionalSegment,
  name: pathSegment,
});

const logs = z.object({
  kind: z.literal('logs'),
  cluster: text,
  namespace: pathSegment,
  pod: pathSegment,
  container: text,
  follow: z.boolean(),
  previous: z.boolean(),
  timestamps: z.boolean(),
  tailLines: z.int().check(z.nonnegative(), z.lte(100_000)),
  /** RFC 3339, whole seconds: lines written from then on. */
  sinceTime: z.optional(z.iso.datetime()),
});

export const upMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.int() }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('subscribe'), id, query: z.discriminatedUnion('kind', [list, object, logs]) }),
  /** A list's window, filter or order changed; only what is named changes. */
  z.object({
    type: z.literal('update'),
    id,
    change: z.partial(
      z.pick(list, { filter: true, sort: true, offset: true, limit: true, anchor: true, hold: true, namespaces: true }),
    ),
  }),
  z.object({ type: z.literal('unsubscribe'), id }),
  /** Ask a stopped source to try again. */
  z.object({ type: z.literal('retry'), id }),
  /** Which rows of a list stand between two, by key, in the order that the tab is shown. */
  z.object({ type: z.literal('range'), id, from: text, to: text }),
  /** The tab is hidden (or seen again): it needs no frames. */
  z.object({ type: z.literal('visibility'), hidden: z.boolean() }),
  /** Bytes of a log that were shown: room for more. */
  z.object({ type: z.literal('logAck'), id, bytes: z.int().check(z.nonnegative()) }),
]);

export type UpMessage = z.infer<typeof upMessage>;
export type Subscription = Extract<UpMessage, { type: 'subscribe' }>['query'];
export type ListQuery = Extract<Subscription, { kind: 'list' }>;
export type ObjectQuery = Extract<Subscription, { kind: 'object' }>;
export type LogQuery = Extract<Subscription, { kind: 'logs' }>;
