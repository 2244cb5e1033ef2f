import { expect, test } from 'vitest';
import { callWebhook } from './call-webhook.ts';

const CALL = { uid: 'u', url: 'https://127.0.0.1:1/', caBundle: '', body: '{}', timeoutMs: 1_000 };

test.each([
  ['an address that is none', { url: 'nonsense' }, 'Invalid URL'],
  ['another protocol', { url: 'http://127.0.0.1:1/' }, 'Protocol "http:" not supported. Expected "https:"'],
  ['a time that has passed', { timeoutMs: -1 }, 'out of range'],
  ['authorities that are none', { caBundle: '-----BEGIN CERTIFICATE-----\nnone' }, ''],
  ['nobody there', {}, 'dial tcp 127.0.0.1:1: connect: connection refused'],
])('a webhook with %s is a failed call', async (_what, call, error) => {
  expect(await callWebhook({ ...CALL, ...call })).toEqual({ error: expect.stringContaining(error) as string });
});
