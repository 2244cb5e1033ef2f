import { asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../../scenario.ts';

const REVIEWS = '/apis/authentication.k8s.io/v1/tokenreviews';
const OTHER = 'https://elsewhere.example.com';

/** What a token says, as anybody can read it. */
function said(token: unknown): { header: JsonObject; claims: JsonObject } {
  const [header, claims] = asString(token)
    .split('.')
    .slice(0, 2)
    .map(part => asObject(JSON.parse(Buffer.from(part, 'base64url').toString() || '{}')));
  return { header: header ?? {}, claims: claims ?? {} };
}

/** Drawn, or counted from now: who it names is told. */
function claimsWithoutTimes({ exp, iat, nbf, jti, ...claims }: JsonObject): JsonObject {
  return { ...claims, life: Number(exp) - Number(iat), begins: nbf === iat, id: asString(jti).length };
}

const tokenOf = (answer: JsonObject) => asString(getPath(answer, 'status', 'token'));

/** Tokens of service accounts: what they say, whose they are, when they are none any more. */
export const TOKENS: Scenario = {
  name: 'tokens',
  run: async stage => {
    const { namespace, ask, send, look } = stage;
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const request = (spec: object, name = 'default') =>
      ask({ method: 'POST', path: `${accounts}/${name}/token`, body: { spec } });
    const { status, body } = await request({});
    look('a token', { status, spec: body['spec'], named: Object.keys(asObject(body['metadata'])).sort() });
    look('what a token says', claimsWithoutTimes(said(tokenOf(body)).claims));
    const { body: keys } = await ask({
      method: 'GET',
      path: '/openid/v1/jwks',
      accept: 'application/jwk-set+json',
    });
    const [key, ...others] = keys['keys'] as readonly JsonObject[];
    const { header } = said(tokenOf(body));
    look('the key that it names', {
      isThere: header['kid'] === key?.['kid'],
      use: key?.['use'],
      others: others.length,
    });
    const { body: issuer } = await ask({ method: 'GET', path: '/.well-known/openid-configuration' });
    look('the issuer', {
      ...issuer,
      jwks_uri: new URL(asString(issuer['jwks_uri'])).pathname,
      id_token_signing_alg_values_supported: header['alg'] === undefined ? [] : ['<algorithm>'],
    });
    await reviews(stage, tokenOf(body));
    const bound = (what: string, reference: object) =>
      send(`a token bound to ${what}`, {
        method: 'POST',
        path: `${accounts}/default/token`,
        body: { spec: { boundObjectRef: reference } },
      });
    await bound('a pod that is not there', { apiVersion: 'v1', kind: 'Pod', name: 'none' });
    await bound('a kind that none is bound to', { apiVersion: 'v1', kind: 'ConfigMap', name: 'none' });
    await send('a token that lives too long', {
      method: 'POST',
      path: `${accounts}/default/token`,
      body: { spec: { expirationSeconds: 2 ** 33 } },
    });
    await ofPod(stage);
    await ask({ method: 'POST', path: accounts, body: { metadata: { name: 'gone' } } });
    const gone = tokenOf((await request({}, 'gone')).body);
    await ask({ method: 'DELETE', path: `${accounts}/gone` });
    await review(stage, 'a token of an account that is gone', { token: gone });
  },
};

/** The token itself is drawn. */
async function review({ ask, look, until }: Stage, title: string, spec: JsonObject): Promise<void> {
  const request = { method: 'POST', path: REVIEWS, body: { spec } } as const;
  // What a server knows of an account may be some seconds old.
  if (title.endsWith('gone')) await until(request, ({ body }) => getPath(body, 'status', 'authenticated') !== true);
  const { status, body } = await ask(request);
  const { token: _token, ...asked } = asObject(body['spec']);
  const { user, ...rest } = asObject(body['status']);
  const { extra, ...named } = asObject(user);
  look(title, {
    status,
    message: body['message'],
    asked,
    user: named,
    extra: Object.keys(asObject(extra)).sort(),
    ...rest,
  });
}

async function reviews(stage: Stage, token: string): Promise<void> {
  await review(stage, 'its review', { token });
  await review(stage, 'its review for others', { token, audiences: [OTHER] });
  await review(stage, 'its review for others and the server', {
    token,
    audiences: [OTHER, 'https://kubernetes.default.svc.cluster.local'],
  });
  await review(stage, 'the review of a token that is cut', { token: token.slice(0, -2) });
  await review(stage, 'the review of a secret that is nobody’s', { token: 'nobody' });
  await stage.send('the review of no token', { method: 'POST', path: REVIEWS, body: { spec: {} } });
}

async function ofPod(stage: Stage): Promise<void> {
  const { namespace, ask, look } = stage;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const containers = [{ name: 'c', image: 'i:1' }];
  await ask({
    method: 'POST',
    path: pods,
    body: { metadata: { name: 'p' }, spec: { containers, nodeName: 'nowhere' } },
  });
  const { body } = await ask({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`,
    body: { spec: { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' } } },
  });
  look('what a token of a pod says', claimsWithoutTimes(said(tokenOf(body)).claims));
  await review(stage, 'its review while the pod is there', { token: tokenOf(body) });
  await ask({ method: 'DELETE', path: `${pods}/p`, query: { gracePeriodSeconds: '0' } });
  await review(stage, 'its review when the pod is gone', { token: tokenOf(body) });
}
