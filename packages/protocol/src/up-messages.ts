import * as z from 'zod/mini';
import { MAX_CLUSTERS, MAX_FOLDS, MAX_NAMED_ROWS, MAX_NAMESPACES, MAX_WINDOW } from './constants.ts';
import { listedResource } from './listed-resource.ts';
import { relationQuestion } from './relation-question.ts';
import { groupVersionResource, optionalSegment, pathSegment, text } from './path-segment.ts';
import { streamQuery } from './stream-queries.ts';

const id = z.int().check(z.nonnegative(), z.lte(2 ** 31));
const sortKey = z.object({ column: text, descending: z.boolean() });

const list = z.object({
  kind: z.literal('list'),
  cluster: text,
  /** Clusters whose rows stand in the same list: keys begin with the cluster then, and its name is the last cell of a row. */
  others: z.optional(z.array(text).check(z.maxLength(MAX_CLUSTERS - 1, `at most ${MAX_CLUSTERS} at once`))),
  resource: listedResource,
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
  /** Something of it is selected: frames say which objects are no more. */
  selects: z.optional(z.boolean()),
  /** The column whose values rows are grouped by; '' for none. */
  group: z.optional(text),
  /** Which groups are folded: these, or all but these. */
  folds: z.optional(z.object({ isAllFolded: z.boolean(), others: z.array(text).check(z.maxLength(MAX_FOLDS)) })),
  /** Only rows that belong to this object: what it controls, or events about it. */
  ownerUid: z.optional(text),
  /** Only rows that have to do with certain objects. */
  related: z.optional(relationQuestion),
  /** Rows say what they refer to, and their labels: for whoever draws how they hang together. */
  tellsRelations: z.optional(z.boolean()),
  /** Rows say what their objects use now: it is measured only while somebody asks. */
  tellsUsage: z.optional(z.boolean()),
  /** Which question of the tab this is: the frame that has its rows says so. */
  asked: z.optional(z.int().check(z.nonnegative())),
});

const object = z.object({
  kind: z.literal('object'),
  cluster: text,
  resource: groupVersionResource,
  namespace: optionalSegment,
  name: pathSegment,
});

/** An object of a list, as the tab has seen it. */
const namedRow = z.object({ key: text, uid: text, namespace: optionalSegment });

export const upMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.int() }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('subscribe'), id, query: z.discriminatedUnion('kind', [list, object]) }),
  /** A list's window, filter or order changed; only what is named changes. */
  z.object({
    type: z.literal('update'),
    id,
    change: z.partial(
      z.pick(list, {
        filter: true,
        sort: true,
        offset: true,
        limit: true,
        anchor: true,
        hold: true,
        selects: true,
        namespaces: true,
        group: true,
        folds: true,
        tellsUsage: true,
        asked: true,
      }),
    ),
  }),
  z.object({ type: z.literal('unsubscribe'), id }),
  /** Ask a stopped source to try again. */
  z.object({ type: z.literal('retry'), id }),
  /** Which rows of a list stand between two, by key, in the order that the tab is shown. */
  z.object({ type: z.literal('range'), id, from: text, to: text }),
  /** Objects that are selected in a list which is asked for anew: once it is whole, a frame says which of them are no more. */
  z.object({ type: z.literal('selected'), id, rows: z.array(namedRow).check(z.maxLength(MAX_NAMED_ROWS)) }),
  /** The tab is hidden (or seen again): it needs no frames. */
  z.object({ type: z.literal('visibility'), hidden: z.boolean() }),
  /** Begins a stream. Its id is that of no subscription. */
  z.object({ type: z.literal('open'), id, query: streamQuery }),
  /** Bytes of a stream that were taken in: room for as many. */
  z.object({ type: z.literal('ack'), id, bytes: z.int().check(z.nonnegative()) }),
  /** Nobody reads the stream any more. */
  z.object({ type: z.literal('end'), id }),
]);

export type UpMessage = z.infer<typeof upMessage>;
export type Subscription = Extract<UpMessage, { type: 'subscribe' }>['query'];
export type NamedRow = z.infer<typeof namedRow>;
export type ListQuery = Extract<Subscription, { kind: 'list' }>;
export type ObjectQuery = Extract<Subscription, { kind: 'object' }>;
