import * as z from 'zod/mini';
import { pathSegment, text } from '../path-segment.ts';
import { operationId } from './operation-messages.ts';

/** Body of `POST /api/data-keys`: what is in this object, without the values? */
export const dataKeysRequest = z.strictObject({
  cluster: text,
  kind: z.enum(['configmaps', 'secrets']),
  namespace: pathSegment,
  name: pathSegment,
});
export type DataKeysRequest = z.infer<typeof dataKeysRequest>;

/** Body of `POST /api/secret-value`: one value, shown to the person who asks; an operation of that id says that it was. */
export const secretValueRequest = z.strictObject({
  id: operationId,
  cluster: text,
  namespace: pathSegment,
  name: pathSegment,
  uid: text,
  key: text,
});
export type SecretValueRequest = z.infer<typeof secretValueRequest>;

export interface DataKeysAnswer {
  readonly keys: readonly DataKey[];
}

export interface DataKey {
  readonly key: string;
  readonly bytes: number;
  /** It can be shown as text. */
  readonly isText: boolean;
  readonly certificates: readonly CertificateFacts[];
}

/** What a certificate says of itself: that is public, whatever lies beside it. */
export type CertificateFacts =
  | {
      readonly isReadable: true;
      readonly subject: string;
      readonly issuer: string;
      /** As `DNS:shop.example`. */
      readonly names: readonly string[];
      readonly notBefore: number | null;
      readonly notAfter: number | null;
      readonly isAuthority: boolean;
    }
  | { readonly isReadable: false; readonly problem: string };

export interface SecretValueAnswer {
  /** Null where it is no text. */
  readonly text: string | null;
  readonly base64: string;
}
