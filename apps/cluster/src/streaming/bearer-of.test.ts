import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { takeBearer } from './bearer-of.ts';

const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;
const TOKEN = `base64url.bearer.authorization.k8s.io.${Buffer.from('se?cret').toString('base64url')}`;

test.each([
  ['a header', { authorization: 'Bearer abc' }, 'abc', undefined],
  [
    'a subprotocol beside another',
    { 'sec-websocket-protocol': `${TOKEN}, v4.channel.k8s.io` },
    'se?cret',
    'v4.channel.k8s.io',
  ],
  ['a subprotocol alone', { 'sec-websocket-protocol': TOKEN }, '', TOKEN],
  ['two of them', { 'sec-websocket-protocol': `${TOKEN}, ${TOKEN}, a` }, '', `${TOKEN}, ${TOKEN}, a`],
  ['none', { 'sec-websocket-protocol': 'v5.channel.k8s.io' }, '', 'v5.channel.k8s.io'],
])('[AS14] the token of %s', (_what, headers, token, left) => {
  const asked = request(headers);
  expect(takeBearer(asked)).toBe(token);
  expect(asked.headers['sec-websocket-protocol']).toBe(left);
});
