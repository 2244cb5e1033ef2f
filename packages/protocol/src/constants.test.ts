import { describe, expect, test } from 'vitest';
import {
  HEARTBEAT_MS,
  LISTED_OPERATIONS,
  LISTED_TARGETS,
  MAX_AROUND,
  MAX_CLUSTERS,
  MAX_FOLDS,
  MAX_LOG_FILTER,
  MAX_NAMESPACES,
  MAX_STEPS,
  MAX_SUBSCRIPTIONS,
  MAX_TARGETS,
  MAX_UP_BYTES,
  MAX_WINDOW,
} from './constants.ts';
import { runSetRequest } from './http/change-set-messages.ts';
import { countsQuery, namesQuery } from './http/name-messages.ts';
import { MAX_STREAMS, MAX_TERMINALS, STREAM_WINDOW_BYTES } from './streams.ts';
import { upMessage } from './up-messages.ts';

// Bounds that are chosen one by one must fit together: what a person can ask for, with the longest names that Kubernetes has, is not refused
// for its length.

const LABEL = 63;
const NAME = 253;
const ID = '01234567-89ab-cdef-0123-456789abcdef';
const distinct = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) => `${at}`.padStart(length, 'a'));

const bytes = (message: unknown) => Buffer.byteLength(JSON.stringify(message));

describe('a message of a tab has room for', () => {
  const list = {
    ...{ kind: 'list', cluster: 'c'.repeat(NAME), filter: '漢'.repeat(4_096) },
    others: distinct(MAX_CLUSTERS - 1, NAME),
    resource: { group: 'g'.repeat(NAME), version: 'v1', resource: 'r'.repeat(LABEL) },
    namespaces: distinct(MAX_NAMESPACES, LABEL),
    sort: distinct(4, LABEL).map(column => ({ column, descending: true })),
    ...{ offset: 1_000_000, limit: MAX_WINDOW, anchor: `${'n'.repeat(LABEL)}/${'a'.repeat(NAME)}`, hold: false },
  };

  test('a list of as many clusters and namespaces as one may have, under the longest filter', () => {
    const message = { type: 'subscribe', id: 2 ** 31, query: list };
    expect(upMessage.safeParse(message).success).toBe(true);
    expect(bytes(message)).toBeLessThan(MAX_UP_BYTES);
  });

  test('a change of it, with as many folded groups, each of the longest value of a label', () => {
    const { filter, sort, namespaces, offset, limit, anchor, hold } = list;
    const folds = { isAllFolded: false, others: distinct(MAX_FOLDS, LABEL) };
    const message = {
      ...{ type: 'update', id: 1 },
      change: { filter, sort, namespaces, offset, limit, anchor, hold, folds, group: 'label:app' },
    };
    expect(upMessage.safeParse(message).success).toBe(true);
    expect(bytes(message)).toBeLessThan(MAX_UP_BYTES);
  });

  test('a log with as many words as can be typed, and the lines around', () => {
    const terms = Array.from({ length: Math.ceil(MAX_LOG_FILTER / 2) }, () => ({
      ...{ text: '漢', isPattern: false, ignoresCase: false, isExcluded: false },
    }));
    const query = {
      ...{ kind: 'logs', cluster: 'c'.repeat(NAME), namespace: 'n'.repeat(LABEL), pod: 'p'.repeat(NAME) },
      ...{ container: 'c'.repeat(LABEL), follow: true, previous: false, timestamps: true, tailLines: 100_000 },
      filter: { terms, around: MAX_AROUND },
    };
    const message = { type: 'open', id: 1, query };
    expect(upMessage.safeParse(message).success).toBe(true);
    expect(bytes(message)).toBeLessThan(MAX_UP_BYTES);
  });
});

/** What Node reads of a request's line and its headers together; a browser's own headers take some of it. */
const REQUEST_HEAD = 16_384;
const OWN_HEADERS = 1_024;

describe('the line of a request has room for', () => {
  const ns = distinct(MAX_NAMESPACES, LABEL).join(',');

  test('counts of two hundred kinds in as many namespaces as are shown at once', () => {
    const kinds = distinct(200, 39).join(',');
    expect(countsQuery.safeParse({ ns, kinds }).success).toBe(true);
    const line = `/api/clusters/${'c'.repeat(NAME)}/counts?${new URLSearchParams({ ns, kinds }).toString()}`;
    expect(line.length).toBeLessThan(REQUEST_HEAD - OWN_HEADERS);
  });

  test('the longest name that is looked for, in as many', () => {
    const q = 'a'.repeat(NAME);
    expect(namesQuery.safeParse({ ns, q }).success).toBe(true);
    const line = `/api/clusters/${'c'.repeat(NAME)}/names?${new URLSearchParams({ ns, q }).toString()}`;
    expect(line.length).toBeLessThan(REQUEST_HEAD - OWN_HEADERS);
  });
});

test('all steps of a change set are applied together', () => {
  const steps = distinct(MAX_STEPS, 8).map(at => `${at}${ID.slice(8)}`);
  expect(runSetRequest.safeParse({ cluster: 'c', id: ID, goal: 'apply', steps }).success).toBe(true);
});

test('what is counted as a part of something larger is the smaller', () => {
  // A terminal is a stream; a list of several clusters may be asked for, and each namespace be a list of its own.
  expect(MAX_TERMINALS).toBeLessThan(MAX_STREAMS);
  expect(MAX_CLUSTERS).toBeLessThanOrEqual(MAX_SUBSCRIPTIONS);
  // One operation of the most targets is listed whole, and some beside it.
  expect(LISTED_TARGETS).toBeGreaterThan(MAX_TARGETS);
  expect(LISTED_OPERATIONS).toBeLessThanOrEqual(LISTED_TARGETS);
  // Terminals and logs that are all full wait in a few dozen megabytes.
  expect(MAX_STREAMS * STREAM_WINDOW_BYTES).toBeLessThanOrEqual(32 * 1024 * 1024);
  // Proxies close what is silent for a minute, and half of them twice as soon.
  expect(2 * HEARTBEAT_MS).toBeLessThanOrEqual(30_000);
});
