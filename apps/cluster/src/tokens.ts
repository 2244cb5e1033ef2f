import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { userOfClaims } from '@lanthorn/apiserver/access/service-account-token.ts';
import { ISSUER, type TokenAuthority, type TokenOwner } from '@lanthorn/apiserver/access/token-authority.ts';
import type { UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';

const TOKEN_BYTES = 16;
const ALGORITHM = 'ES256';
const CURVE = 'P-256';
/** How the two numbers of a signature stand in a JSON Web Token: one behind the other. */
const ENCODING = 'ieee-p1363';

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Three parts, as a JSON Web Token has. */
const isSigned = (token: string) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

/** Bearer tokens and whose they are: secrets of people, for as long as the cluster lives, and signed tokens of service accounts. */
export class Tokens implements TokenAuthority {
  readonly #clock: Clock;
  readonly #people = new Map<string, UserInfo>();
  #key: SigningKey | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A secret that stands for somebody. */
  issue(user: UserInfo): string {
    const token = randomBytes(TOKEN_BYTES).toString('hex');
    this.#people.set(token, user);
    return token;
  }

  /** Who asks with this token; null where nobody does. */
  find(token: string): UserInfo | null {
    const owner = this.review(token, [ISSUER]);
    return typeof owner === 'string' ? null : owner.user;
  }

  readonly sign = (claims: JsonObject): string => {
    const { id, privateKey } = this.#signingKey();
    const text = `${part({ alg: ALGORITHM, kid: id })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: ENCODING });
    return `${text}.${signature.toString('base64url')}`;
  };

  readonly review = (token: string, audiences: readonly string[]): TokenOwner | string => {
    const person = this.#people.get(token);
    if (person !== undefined) return { user: person, audiences };
    const claims = this.#claims(token);
    if (claims === null) return isSigned(token) ? 'go-jose/go-jose: error in cryptographic primitive' : '';
    const now = this.#clock.now() / 1000;
    if ((asNumber(claims['exp']) ?? 0) <= now) return 'service account token has expired';
    const own = asArray(claims['aud']).map(asString);
    const shared = audiences.filter(audience => own.includes(audience));
    if (shared.length > 0) return { user: userOfClaims(claims), audiences: shared };
    const list = (texts: readonly string[]) => `[${texts.map(text => JSON.stringify(text)).join(' ')}]`;
    return `token audiences ${list(own)} is invalid for the target audiences ${list(audiences)}`;
  };

  readonly keys = (): JsonObject => {
    const { id, publicKey } = this.#signingKey();
    const { x, y } = publicKey.export({ format: 'jwk' });
    return { keys: [{ use: 'sig', kty: 'EC', kid: id, crv: CURVE, alg: ALGORITHM, x, y }] };
  };

  /** What a token says, if it was signed here. */
  #claims(token: string): JsonObject | null {
    const [header = '', claims = '', signature = '', ...more] = token.split('.');
    if (signature === '' || more.length > 0) return null;
    const key = { key: this.#signingKey().publicKey, dsaEncoding: ENCODING } as const;
    const isOurs = verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
    return isOurs ? asObject(JSON.parse(Buffer.from(claims, 'base64url').toString())) : null;
  }

  #signingKey(): SigningKey {
    if (this.#key !== null) return this.#key;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: CURVE });
    const publicKey = createPublicKey(privateKey);
    const id = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64url');
    this.#key = { id, privateKey, publicKey };
    return this.#key;
  }
}
