import type { PeerCertificate } from 'node:tls';
import { expect, test } from 'vitest';
import { ConnectionCertificates } from './connection-certificates.ts';

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
const shown = { valid_to: 'Nov 26 02:11:45 2036 GMT', subjectaltname: 'DNS:shop.example' } as PeerCertificate;
const END = Date.parse('2036-11-26T02:11:45Z');

test('the end of what a server shows is known when it was believed, and of the own when it is shown', () => {
  const certificates = new ConnectionCertificates();
  expect(certificates.ends).toEqual({ server: null, own: null });
  expect(certificates.check('shop.example', shown)).toBeUndefined();
  certificates.show(CERTIFICATE);
  expect(certificates.ends).toEqual({ server: END, own: END });
  certificates.show(null);
  expect(certificates.ends).toEqual({ server: END, own: null });
});

test('a certificate of another server is refused, as by Node itself', () => {
  expect(new ConnectionCertificates().check('other.example', shown)).toBeInstanceOf(Error);
});

test('an end that is no time is not known', () => {
  const certificates = new ConnectionCertificates();
  certificates.check('shop.example', { ...shown, valid_to: 'some day' });
  expect(certificates.ends.server).toBeNull();
});
