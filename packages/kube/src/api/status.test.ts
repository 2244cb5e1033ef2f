import { describe, expect, test } from 'vitest';
import { isExpired, isTooLargeResourceVersion, normaliseStatus, readStatus, refusalReason } from './status.ts';

const NGINX = `<html>
<head><title>502 Bad Gateway</title><style>body { color: red }</style></head>
<body><!-- a --><center><h1>502 Bad Gateway</h1></center>
<script>alert(1)</script><hr><center>nginx &amp; sons &#49;&nbsp;</center></body>
</html>`;

test.each([
  [NGINX, 'the server answered 502: 502 Bad Gateway 502 Bad Gateway nginx & sons 1'],
  ['<!DOCTYPE html><script>while (true) {}', 'the server answered 502'],
  ['<p title="a', 'the server answered 502'],
  ['  upstream\n  connect error ', 'the server answered 502: upstream connect error'],
  ['', 'the server answered 502'],
  ['if a < b and c > d', 'the server answered 502: if a < b and c > d'],
])('of a body that is no Status the code and the words are told, none of its tags: %#', (body, message) => {
  expect(readStatus(502, body).message).toBe(message);
});

test('a page of megabytes is a line, read in no time', () => {
  const before = performance.now();
  for (const part of ['<p>words ', '<', '<!--', '<script>', '&#1'])
    expect(readStatus(502, part.repeat(1_000_000)).message?.length).toBeLessThan(400);
  expect(performance.now() - before).toBeLessThan(1_000);
});

const BARE = { kind: 'Status', apiVersion: 'v1', metadata: {} } as const;
const NO_DETAILS = { name: '', group: '', kind: '', uid: '', causes: [], retryAfterSeconds: 0 };

describe('a Status', () => {
  test('is kept whole', () => {
    const details = {
      ...{ name: 'web', group: 'apps', kind: 'deployments', uid: 'u1', retryAfterSeconds: 5 },
      causes: [{ reason: 'FieldValueInvalid', message: 'bad', field: 'spec.replicas' }],
    };
    const status = { ...BARE, status: 'Failure', message: 'no', reason: 'Invalid', details, code: 422 };
    expect(readStatus(422, JSON.stringify(status))).toEqual(status);
  });

  test('has every field of its type, whatever was sent', () => {
    const odd = {
      kind: 'Status',
      status: 1,
      message: {},
      reason: null,
      code: '403',
      details: { causes: [null, { field: 7 }], name: 1 },
    };
    const none = { reason: '', message: '', field: '' };
    expect(readStatus(403, JSON.stringify(odd))).toEqual({
      ...{ ...BARE, status: 'Failure', message: '', reason: '', code: 403 },
      details: { ...NO_DETAILS, causes: [none, none] },
    });
    expect(normaliseStatus({ status: 'Success', code: 200 }, 500)).toMatchObject({ status: 'Success', code: 200 });
    for (const nothing of [null, undefined, 'x', []])
      expect(normaliseStatus(nothing, 500)).toEqual({
        ...{ ...BARE, status: 'Failure', message: '', reason: '', code: 500, details: NO_DETAILS },
      });
  });

  test.each([
    ['JSON of another kind', '{"kind":"Pod"}', '{"kind":"Pod"}'],
    ['no object', '["Status"]', '["Status"]'],
    ['a page', '<h1>Bad Gateway</h1>', 'Bad Gateway'],
    ['half of one', '{"kind":"Status"', '{"kind":"Status"'],
  ])('is made where something else answered: %s', (_title, body, foreign) => {
    expect(readStatus(502, body)).toEqual({
      ...{ ...BARE, status: 'Failure', code: 502, foreign },
      message: `the server answered 502: ${foreign}`,
    });
  });

  test('of an empty answer says its number alone', () => {
    expect(readStatus(502, ' ')).toMatchObject({ message: 'the server answered 502', foreign: '' });
  });

  test('says why: in the words of an API server, or whose answer it is', () => {
    expect(refusalReason(readStatus(403, '{"kind":"Status","message":"no"}'))).toMatchObject({
      ...{ code: 'serverSays', message: 'no' },
    });
    expect(refusalReason(readStatus(502, 'nginx'))).toMatchObject({
      code: 'answeredWith',
      params: { status: 502, detail: 'nginx' },
    });
    expect(refusalReason(readStatus(502, ''))).toMatchObject({ code: 'answered', params: { status: 502 } });
    expect(refusalReason({ ...BARE, status: 'Failure' }).message).toBe('');
  });
});

test.each([
  [{ code: 410 }, true],
  [{ code: 200, reason: 'Expired' }, true],
  [{ reason: 'Gone' }, true],
  [{ code: 404, reason: 'NotFound' }, false],
  [{}, false],
])('%j says that the revision is gone: %j', (fields, isSo) => {
  expect(isExpired({ ...BARE, status: 'Failure', ...fields })).toBe(isSo);
});

test.each([
  [undefined, false],
  [{ causes: [] }, false],
  [{ causes: [{ reason: 'Other' }] }, false],
  [{ causes: [{}, { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] }, true],
])('%j says that the server is behind: %j', (details, isSo) => {
  const status = { ...BARE, status: 'Failure' as const, ...(details === undefined ? {} : { details }) };
  expect(isTooLargeResourceVersion(status)).toBe(isSo);
});
