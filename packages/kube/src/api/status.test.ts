import { expect, test } from 'vitest';
import { readStatus } from './status.ts';

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
