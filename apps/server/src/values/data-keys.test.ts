import { expect, test } from 'vitest';
import { dataKeys, secretValue } from './data-keys.ts';

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
/** `openssl req -x509 -subj /O=Shop/CN=shop.example -addext subjectAltName=DNS:shop.example,IP:10.0.0.1`. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBwDCCAWagAwIBAgIUSHUtLdOEzZUPPZS9YrsQ/yLnLQwwCgYIKoZIzj0EAwIw
JjENMAsGA1UECgwEU2hvcDEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMB4XDTI2MTEy
OTAyMTE0NVoXDTM2MTEyNjAyMTE0NVowJjENMAsGA1UECgwEU2hvcDEVMBMGA1UE
AwwMc2hvcC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUC0QD8vX
BJU0oz900u9+Di8iZGhZdme7NElqprUfUxmi3y1HdKBDvPdigetoFwvUGOF0s11L
jMm/sbOuUbSCgaNyMHAwHQYDVR0OBBYEFCbJ+uXFe6XjhXrWdq0JZ3mYRtlDMB8G
A1UdIwQYMBaAFCbJ+uXFe6XjhXrWdq0JZ3mYRtlDMA8GA1UdEwEB/wQFMAMBAf8w
HQYDVR0RBBYwFIIMc2hvcC5leGFtcGxlhwQKAAABMAoGCCqGSM49BAMCA0gAMEUC
IGRjP45D6Ovq4pH49mc59WPTR38s4CKQh9Byx/cCkpP6AiEAuJUWSd3rogFhGdiK
TEIEY5y37IR/1IC8RXwSbB11Ohk=
-----END CERTIFICATE-----`;

test('of a Secret its keys are told, how long each value is and whether it is text; no value', () => {
  const secret = { data: { user: base64('ada'), blob: base64(new Uint8Array([0, 159, 146])), empty: '' } };
  expect(dataKeys('secrets', secret)).toEqual([
    { key: 'user', bytes: 3, isText: true, certificates: [] },
    { key: 'blob', bytes: 3, isText: false, certificates: [] },
    { key: 'empty', bytes: 0, isText: true, certificates: [] },
  ]);
});

test('of a ConfigMap both kinds of values, in bytes and not in letters', () => {
  const map = { data: { 'app.conf': 'größe' }, binaryData: { logo: base64(new Uint8Array([255, 0])) } };
  expect(dataKeys('configmaps', map).map(({ key, bytes, isText }) => [key, bytes, isText])).toEqual([
    ['app.conf', 7, true],
    ['logo', 2, false],
  ]);
});

test('a certificate says for whom it is and until when; the key beside it is not looked at', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----';
  const [found] = dataKeys('secrets', { data: { 'tls.pem': base64(`${key}\n${CERTIFICATE}`) } });
  expect(found?.certificates).toEqual([
    {
      isReadable: true,
      subject: 'O=Shop, CN=shop.example',
      issuer: 'O=Shop, CN=shop.example',
      names: ['DNS:shop.example', 'IP Address:10.0.0.1'],
      notBefore: Date.parse('2026-11-29T02:11:45Z'),
      notAfter: Date.parse('2036-11-26T02:11:45Z'),
      isAuthority: true,
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('PRIVATE');
});

test('what cannot be read is told as such; of a bundle the first ten are', async () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  const [found] = dataKeys('configmaps', { data: { 'ca.crt': `${broken}\n`.repeat(12) } });
  expect(found?.certificates).toHaveLength(10);
  expect(found?.certificates[0]).toMatchObject({ isReadable: false });
});

test('one value is told whole: as text where it is some, and as bytes', () => {
  const secret = { data: { user: base64('ada'), blob: base64(new Uint8Array([255])) } };
  expect(secretValue(secret, 'user')).toEqual({ text: 'ada', base64: base64('ada') });
  expect(secretValue(secret, 'blob')).toEqual({ text: null, base64: '/w==' });
  expect([secretValue(secret, 'none'), secretValue(secret, 'constructor'), secretValue(null, 'user')]).toEqual([
    ...[null, null, null],
  ]);
});

test.each([null, 'text', { data: [] }, { data: { a: 3, b: null, c: {} } }, { data: 'x', binaryData: 7 }])(
  'an object of any form is read without an error: %j',
  object => {
    for (const kind of ['configmaps', 'secrets'] as const)
      for (const { bytes } of dataKeys(kind, object)) expect(bytes).toBe(0);
  },
);
