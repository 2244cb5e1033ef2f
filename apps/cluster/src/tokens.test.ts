import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { ISSUER } from '@lanthorn/apiserver/access/token-authority.ts';
import { asArray, asObject } from '@lanthorn/base/json.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Tokens } from './tokens.ts';

const ADMIN = { username: 'admin', groups: ['system:masters'] };

function claims(clock: FakeClock, more: object = {}) {
  const now = Math.floor(clock.now() / 1000);
  return {
    aud: [ISSUER],
    exp: now + 600,
    iat: now,
    iss: ISSUER,
    jti: 'one',
    'kubernetes.io': { namespace: 'shop', serviceaccount: { name: 'robot', uid: 'u1' } },
    sub: 'system:serviceaccount:shop:robot',
    ...more,
  };
}

test('a secret stands for a person, whoever it is meant for', () => {
  const tokens = new Tokens(new FakeClock());
  const token = tokens.issue(ADMIN);
  expect(tokens.find(token)).toBe(ADMIN);
  expect(tokens.review(token, ['a'])).toEqual({ user: ADMIN, audiences: ['a'] });
  expect(tokens.find(`${token}0`)).toBeNull();
});

test('a token says whose it is, and anybody can check it with the public key', () => {
  const clock = new FakeClock();
  const tokens = new Tokens(clock);
  const token = tokens.sign(claims(clock));
  const [header = '', body = '', signature = ''] = token.split('.');
  const jwk = asObject(asArray(tokens.keys()['keys'])[0]);
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'ES256', kid: jwk['kid'] });
  const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const data = Buffer.from(`${header}.${body}`);
  expect(verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(tokens.find(token)).toMatchObject({
    username: 'system:serviceaccount:shop:robot',
    uid: 'u1',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['JTI=one'] },
  });
});

test('what others signed, or somebody changed, is nobody’s', () => {
  const clock = new FakeClock();
  const tokens = new Tokens(clock);
  const token = tokens.sign(claims(clock));
  const [header = '', , signature = ''] = token.split('.');
  const forged = Buffer.from(JSON.stringify(claims(clock, { sub: 'admin' }))).toString('base64url');
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const other of [
    new Tokens(clock).sign(claims(clock)),
    `${header}.${forged}.${signature}`,
    `${unsigned}.${forged}.`,
    `${token}.more`,
    `${header}..${signature}`,
    '..',
    '',
  ])
    expect(tokens.find(other), other).toBeNull();
});

test('a token ends at its time', async () => {
  const clock = new FakeClock();
  const tokens = new Tokens(clock);
  const token = tokens.sign(claims(clock));
  await clock.advance(599_000);
  expect(tokens.find(token)).not.toBeNull();
  await clock.advance(1_000);
  expect(tokens.find(token)).toBeNull();
});

test('a token for others opens nothing here, and is theirs', () => {
  const clock = new FakeClock();
  const tokens = new Tokens(clock);
  const token = tokens.sign(claims(clock, { aud: ['a', 'b'] }));
  expect(tokens.find(token)).toBeNull();
  expect(tokens.review(token, ['b', 'c'])).toMatchObject({ audiences: ['b'] });
});
