import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '@lanthorn/protocol/http/data-messages.ts';

/** A chain has three or four; a bundle of roots a hundred and more, of which the first tell what it is. */
const MAX_CERTIFICATES = 10;
const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificates in a text, the first of them; what cannot be read is told as such. A key beside them is not looked at. */
export function readCertificates(text: string): readonly CertificateFacts[] {
  const blocks = text.match(PEM) ?? [];
  return blocks.slice(0, MAX_CERTIFICATES).map(readOne);
}

function readOne(pem: string): CertificateFacts {
  try {
    const { subject, issuer, subjectAltName, validFrom, validTo, ca } = new X509Certificate(pem);
    return {
      isReadable: true,
      subject: oneLine(subject),
      issuer: oneLine(issuer),
      names: (subjectAltName ?? '').split(', ').filter(name => name !== ''),
      notBefore: timeOf(validFrom),
      notAfter: timeOf(validTo),
      isAuthority: ca,
    };
  } catch (error) {
    // OpenSSL's own words.
    return { isReadable: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Node writes a part of a name on each line. */
function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
