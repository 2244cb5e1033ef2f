import { expect, test } from 'vitest';
import { base64, bytesOfBase64 } from '@lanthorn/base/base64.ts';
import { requestedSubject } from './requested-subject.ts';

/** `openssl req -new -subj "/O=developers/CN=ada"`, as kubectl puts it into a CertificateSigningRequest. */
const ADA =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZU1JR0ZBZ0VBTUNNeEV6QVJCZ05WQkFvTUNtUmxkbVZzYjNCbGNuTXhEREFLQmdOVkJBTU1BMkZrWVRCWgpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJNOTV0QTZkNEdwdVpKUFV4cFIxS0U3Z0tBTGZTT0x3CmozazR6V3ltMkUxZStXdjZCNytLamh4UUM4OXFaTThLMVZkVC9GOEh1SHFueGZYZ05EODc3TkNnQURBS0JnZ3EKaGtqT1BRUURBZ05JQURCRkFpRUE0Z0JMWk9QVUFvVUlMWG5iK09Tc2N0SURwYU9INGZPZXgwYjVkU3dhdHpJQwpJRWEwZDB3ZkpzbklDSWJRVzdzUDlOeHUrQ08yb1BhT1c2MC80eU9lYTFjWAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
const textOf = (encoded: string) => String.fromCharCode(...bytesOfBase64(encoded));
const encoded = (text: string) => base64(Array.from(text, character => character.charCodeAt(0)));
const request = (value: unknown) => ({ spec: { request: value } });
const der = bytesOfBase64(/-----([^-]+)-----END/.exec(textOf(ADA))?.[1] ?? '');
const asPem = (bytes: Uint8Array) =>
  encoded(`-----BEGIN CERTIFICATE REQUEST-----\n${base64(bytes)}\n-----END CERTIFICATE REQUEST-----\n`);

test('whom a certificate would name stands in the request', () => {
  expect(requestedSubject(request(ADA))).toEqual({ commonName: 'ada', organizations: ['developers'] });
});

test.each([
  ['nothing', undefined],
  ['no base64', '???'],
  ['no request', encoded('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')],
  ['no DER', encoded('-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----')],
])('%s names nobody, and breaks nothing', (_what, value) => {
  expect(requestedSubject(request(value))).toBeNull();
});

test('one that is cut off anywhere, or whose lengths lie, is read no further', () => {
  for (let length = 0; length < der.length; length++)
    expect(requestedSubject(request(asPem(der.subarray(0, length))))).toBeNull();
  for (let at = 0; at < der.length; at++) {
    const broken = Uint8Array.from(der);
    broken[at] = 0xff;
    expect(() => requestedSubject(request(asPem(broken)))).not.toThrow();
  }
});
