import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Whether there is a certificate in it. Node takes anything for an authority, and then trusts nobody. */
export function holdsCertificate(pem: string): boolean {
  return (pem.match(BLOCK) ?? []).some(block => {
    try {
      return new X509Certificate(block).raw.length > 0;
    } catch (error) {
      if (error instanceof Error) return false;
      throw error;
    }
  });
}

/** Why a certificate and a key cannot be shown to a server; null where they can. */
export function keyPairProblem(cert: string, key: string): string | null {
  if (!holdsCertificate(cert)) return 'the client certificate is no PEM';
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) return 'the client key is no PEM';
  try {
    createSecureContext({ cert, key });
    return null;
  } catch (error) {
    // OpenSSL names what is wrong, and nothing of the key.
    return `the client certificate and key do not fit together: ${error instanceof Error ? error.message : String(error)}`;
  }
}
