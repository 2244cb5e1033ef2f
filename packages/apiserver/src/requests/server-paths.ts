import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { ISSUER, type TokenAuthority } from '../access/token-authority.ts';
import { SERVER } from '../objects/own-service.ts';
import version from '../data/version.json' with { type: 'json' };
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { unknownPath } from '../wire/api-error.ts';
import { jsonResponse, textResponse } from '../wire/responses.ts';
import { discoveryRoot, plainGroup, resourceList } from './discovery.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { swagger } from './openapi-v2.ts';

/** What is asked of the server's health: that it answers, and that it finds what it stored. */
const CHECKS = ['ping', 'etcd'];
/** Where a slash at the end says nothing. */
const WITH_SLASH = /^\/(api|apis|version)(\/.*)?\/$/;
const CONFIGURATION = '/.well-known/openid-configuration';
const KEYS = '/openid/v1/jwks';
const HEALTH = ['healthz', 'livez', 'readyz'];

/** What is answered at paths that name no resource: health, version, discovery, OpenAPI. A slash at the end says nothing. */
export function answerPath(
  request: ApiRequest,
  registry: ResourceRegistry,
  tokens: TokenAuthority | undefined,
): ApiResponse {
  const { path: asked, headers } = request;
  const path = WITH_SLASH.test(asked) ? asked.slice(0, -1) : asked;
  const served = registry.all();
  if (path === '/')
    return jsonResponse(200, {
      paths: [...pathsOf(registry), ...(tokens === undefined ? [] : [CONFIGURATION, KEYS])].sort(),
    });
  if (path === '/version') return jsonResponse(200, version);
  const [root = '', check = '', ...rest] = path.split('/').slice(1);
  if (HEALTH.includes(root) && rest.length === 0 && !path.endsWith('/')) return health(root, check, request);
  if (path === '/api' || path === '/apis') return discovery(path === '/api' ? 'api' : 'apis', served, headers);
  const description = openApi(path, served);
  if (description !== null) return jsonResponse(200, description);
  if (tokens !== undefined && (path === CONFIGURATION || path === KEYS)) return openId(path, tokens);
  return answerGroup(path, registry);
}

/** Who has it already is not sent it again. */
function discovery(
  root: 'api' | 'apis',
  served: readonly ServedResource[],
  headers: ApiRequest['headers'] = {},
): ApiResponse {
  const { body, contentType, etag } = discoveryRoot(root, { served, accept: headers['accept'] });
  if (etag === undefined) return { ...jsonResponse(200, body), headers: { 'content-type': contentType } };
  if (headers['if-none-match'] === etag) return { ...textResponse(304, ''), headers: { etag } };
  return { ...jsonResponse(200, body), headers: { 'content-type': contentType, etag } };
}

/** What describes the API, in its two forms; null at other paths. */
function openApi(path: string, served: readonly ServedResource[]): JsonObject | null {
  const index = openApiIndex(served);
  if (path === '/openapi/v2') return swagger(served, Object.keys(asObject(index['paths'])));
  if (path === '/openapi/v3') return index;
  return path.startsWith('/openapi/v3/') ? openApiDocument(served, path.slice('/openapi/v3/'.length)) : null;
}

/** What somebody needs who checks tokens without asking here (OpenID Connect discovery). */
function openId(path: string, tokens: TokenAuthority): ApiResponse {
  const keys = tokens.keys();
  const configuration = {
    issuer: ISSUER,
    jwks_uri: `https://${SERVER.address}:${SERVER.port}${KEYS}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: asArray(keys['keys']).map(key => asString(getPath(key, 'alg'))),
  };
  const headers = {
    'content-type': path === KEYS ? 'application/jwk-set+json' : 'application/json',
    'cache-control': 'public, max-age=3600',
  };
  return { ...jsonResponse(200, path === KEYS ? keys : configuration), headers };
}

function health(root: string, check: string, { query }: ApiRequest): ApiResponse {
  if (check !== '') return CHECKS.includes(check) ? textResponse(200, 'ok') : unknownPage();
  if (query?.['verbose'] === undefined) return textResponse(200, 'ok');
  const lines = [...CHECKS.map(name => `[+]${name} ok`), `${root} check passed`];
  return textResponse(200, `${lines.join('\n')}\n`);
}

/** Every path that answers something, as the root says them. */
function pathsOf(registry: ResourceRegistry): string[] {
  const groups = new Set<string>();
  for (const { group, version: of } of registry.all()) {
    if (group !== '') groups.add(`/apis/${group}`).add(`/apis/${group}/${of}`);
  }
  const checks = HEALTH.flatMap(root => [`/${root}`, ...CHECKS.map(check => `/${root}/${check}`)]);
  return [
    '/api',
    '/api/v1',
    '/apis',
    '/apis/',
    ...groups,
    ...checks,
    '/openapi/v2',
    '/openapi/v3',
    '/openapi/v3/',
    '/version',
  ];
}

function answerGroup(path: string, registry: ResourceRegistry): ApiResponse {
  const [root = '', group = '', groupVersion = ''] = path.split('/').slice(1);
  const served = registry.all();
  if (root === 'api' && group === 'v1' && groupVersion === '') return jsonResponse(200, resourceList(served, '', 'v1'));
  if (root === 'apis' && registry.hasVersion(group, groupVersion))
    return jsonResponse(200, resourceList(served, group, groupVersion));
  if (root === 'apis' && groupVersion === '' && served.some(info => info.group === group && group !== '')) {
    return jsonResponse(200, { kind: 'APIGroup', apiVersion: 'v1', ...plainGroup(served, group) });
  }
  if (root === 'apis' && groupVersion !== '' && served.some(info => info.group === group && !info.isCustom))
    throw unknownPath();
  // The core group is one version: what lies below another is no resource, where other groups are no path at all.
  if (root === 'api' && group !== '') throw unknownPath();
  return unknownPage();
}

function unknownPage(): ApiResponse {
  return textResponse(404, '404 page not found\n');
}
