import { expect, test } from 'vitest';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { previewInParts } from './preview-in-parts.ts';

const ID = { id: '00000000-0000-0000-0000-000000000000', suffix: 'abcd' };

function targets(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    cluster: 'c',
    group: '',
    version: 'v1',
    resource: 'pods',
    namespace: 'default',
    name: `pod-${i}`,
  }));
}

/** A server that accepts everything and remembers how much it was asked at a time. */
function server() {
  const asked: number[] = [];
  const ask = (request: OperationRequest) => {
    const parts = 'targets' in request ? request.targets : [];
    asked.push(parts.length);
    const previews = parts.map(target => ({ target }));
    return Promise.resolve({ kind: 'object.delete', previews } as unknown as PreviewAnswer);
  };
  return { asked, ask };
}

test('many targets are asked about part by part, and the answer has all of them in their order', async () => {
  const { asked, ask } = server();
  const request = { ...ID, kind: 'object.delete', targets: targets(250) } as unknown as OperationRequest;
  const seen = [];
  for await (const progress of previewInParts(ask, request)) seen.push(progress);
  expect(asked).toEqual([100, 100, 50]);
  expect(seen.map(({ answered, answer }) => [answered, answer === null])).toEqual([
    [100, true],
    [200, true],
    [250, false],
  ]);
  expect(seen.at(-1)?.answer?.previews.map(({ target }) => target)).toEqual(targets(250));
});

test('whoever stops reading stops the asking', async () => {
  const { asked, ask } = server();
  const request = { ...ID, kind: 'object.delete', targets: targets(2_000) } as unknown as OperationRequest;
  for await (const { answered } of previewInParts(ask, request)) if (answered === 200) break;
  expect(asked).toEqual([100, 100]);
});

test('what is taken back is asked about at once', async () => {
  const { asked, ask } = server();
  const seen = [];
  for await (const progress of previewInParts(ask, { ...ID, undoOf: ID.id })) seen.push(progress);
  expect(asked).toEqual([0]);
  expect(seen.map(({ answer }) => answer === null)).toEqual([false]);
});

test('slots and indexes go with their targets', async () => {
  const parts: unknown[] = [];
  const params = {
    backfill: { slots: targets(150).map((_, i) => i), atOnce: 1 },
    rerun: { indexes: targets(150).map((_, i) => i) },
  };
  const request = { ...ID, kind: 'cronjob.backfill', targets: targets(150), params } as unknown as OperationRequest;
  const ask = (part: OperationRequest) => {
    parts.push('params' in part ? [part.params?.backfill?.slots[0], part.params?.rerun?.indexes.length] : null);
    return server().ask(part);
  };
  for await (const _progress of previewInParts(ask, request));
  expect(parts).toEqual([
    [0, 100],
    [100, 50],
  ]);
});
