import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { CertificateEnds } from '@lanthorn/protocol/http/standing-messages.ts';

/**
 * Until when the certificates of connections to a cluster are good: the one that whoever answers at its address shows, and the one of
 * the person that is shown to it. Learned from the connections that are made anyway.
 */
export class ConnectionCertificates {
  #server: number | null = null;
  #own: number | null = null;

  get ends(): CertificateEnds {
    return { server: this.#server, own: this.#own };
  }

  /** The person's own, where there is one. */
  show(pem: string | null): void {
    this.#own = pem === null ? null : endOf(new X509Certificate(pem).validTo);
  }

  /** Whether a server is the one that was asked for, as Node judges it; asked of a chain that is believed, so of no other is the end known. */
  readonly check = (host: string, certificate: PeerCertificate): Error | undefined => {
    this.#server = endOf(certificate.valid_to);
    return checkServerIdentity(host, certificate);
  };
}

function endOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
