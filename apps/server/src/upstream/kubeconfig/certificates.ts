import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';

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
export function keyPairProblem(cert: string, key: string): Problem | null {
  if (!holdsCertificate(cert)) return problem('certificateNoPem', {});
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) return problem('keyNoPem', {});
  try {
    createSecureContext({ cert, key });
    return null;
  } catch (error) {
    // OpenSSL names what is wrong, and nothing of the key.
    return problem('pairUnfit', { detail: error instanceof Error ? error.message : String(error) });
  }
}
