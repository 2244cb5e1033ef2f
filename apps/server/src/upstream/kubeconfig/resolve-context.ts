import { isAbsolute, join } from 'node:path';
import { asArray, asObject, asString, asStringMap, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { holdsCertificate, keyPairProblem } from './certificates.ts';
import { type Environment, environmentProxy } from './environment-proxy.ts';
import {
  type ContextConfig,
  type ContextEntry,
  type ExecConfig,
  type Named,
  type NamedEntries,
  placeOf,
  type UserConfig,
} from './context-config.ts';

/** Puts a context together with its cluster and user. What kubectl refuses is refused, before anything is sent. */
export function resolveContext(context: Named, entries: NamedEntries, env: Environment): ContextEntry {
  try {
    return { name: context.name, config: configOf(context, entries, env), problem: null };
  } catch (error) {
    if (error instanceof Unusable) return { name: context.name, config: null, problem: error.problem };
    throw error;
  }
}

/** Says what is wrong with which entry, and where it stands; never what it holds. */
class Unusable extends Error {
  readonly problem: Problem;

  constructor(entry: 'cluster' | 'user' | 'context', named: Named, why: Problem) {
    const unusable = problem('entryUnusable', { entry, name: named.name, why, place: placeOf(named) });
    super(unusable.message);
    this.problem = unusable;
  }
}

function configOf(context: Named, { clusters, users }: NamedEntries, env: Environment): ContextConfig {
  const { name, value } = context;
  const clusterName = asString(value['cluster']);
  const userName = asString(value['user']);
  const cluster = clusters.get(clusterName);
  const user = users.get(userName);
  if (clusterName === '') throw new Unusable('context', context, problem('namesNoCluster', {}));
  if (cluster === undefined)
    throw new Unusable('context', context, problem('namesUnknown', { entry: 'cluster', name: clusterName }));
  if (user === undefined && userName !== '')
    throw new Unusable('context', context, problem('namesUnknown', { entry: 'user', name: userName }));
  const address = readServer(cluster);
  return {
    name,
    namespace: asString(value['namespace']) || 'default',
    server: `${address.origin}${address.pathname.replace(/\/+$/, '')}`,
    userName,
    tls: readTls(cluster, address),
    proxyUrl: readProxy(cluster),
    environmentProxyUrl: environmentProxy(address.origin, env),
    user: identityAt(address, readUser(user)),
  };
}

/**
 * As in client-go: what the address itself says is sent before any token, and over HTTP nothing else is, since everybody on the way could
 * read it.
 */
function identityAt({ protocol, username, password }: URL, user: UserConfig): UserConfig {
  const sent = protocol === 'http:' ? { ...NOBODY, impersonate: user.impersonate } : user;
  if (username === '' && password === '') return sent;
  const inAddress = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { ...sent, token: null, tokenFile: null, exec: null, ...inAddress };
}

/** Without a scheme it is HTTP, as to Go; a path asks for one then. */
function readServer(cluster: Named): URL {
  const server = asString(cluster.value['server']);
  if (server === '') throw new Unusable('cluster', cluster, problem('noServer', {}));
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const address = hasScheme ? server : `http://${server}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !isDecodable(url) || (!hasScheme && url.pathname !== '/'))
    throw new Unusable('cluster', cluster, problem('badServer', {}));
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Unusable('cluster', cluster, problem('badScheme', { scheme: url.protocol }));
  return url;
}

function isDecodable({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(`${username}${password}`).length >= 0;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

const PROXY_SCHEMES = new Set(['http:', 'https:', 'socks5:']);

function readProxy(cluster: Named): string | null {
  const proxyUrl = text(cluster.value['proxy-url']);
  if (proxyUrl === null) return null;
  if (!URL.canParse(proxyUrl) || !PROXY_SCHEMES.has(new URL(proxyUrl).protocol))
    throw new Unusable('cluster', cluster, problem('badProxy', {}));
  return proxyUrl;
}

function readTls(cluster: Named, { protocol }: URL): ContextConfig['tls'] {
  const { value } = cluster;
  const caData = text(value['certificate-authority-data']);
  const caFile = path(cluster, 'certificate-authority');
  const insecure = value['insecure-skip-tls-verify'] === true;
  if (caData !== null && caFile !== null)
    throw new Unusable(
      'cluster',
      cluster,
      problem('hasBoth', { one: 'certificate-authority', other: 'certificate-authority-data' }),
    );
  if (protocol === 'https:' && insecure && (caData !== null || caFile !== null))
    throw new Unusable('cluster', cluster, problem('hasAuthorityAndSkips', {}));
  if (protocol === 'https:' && caData !== null && !holdsCertificate(decode(caData)))
    throw new Unusable('cluster', cluster, problem('authorityNoPem', {}));
  return { caData, caFile, insecure, serverName: text(value['tls-server-name']) };
}

const NOBODY: UserConfig = {
  token: null,
  tokenFile: null,
  certData: null,
  certFile: null,
  keyData: null,
  keyFile: null,
  username: null,
  password: null,
  exec: null,
  impersonate: null,
};

function readUser(user: Named | undefined): UserConfig {
  if (user === undefined) return NOBODY;
  const { value } = user;
  refuseAuthProvider(user);
  const username = text(value['username']);
  const password = text(value['password']);
  const token = text(value['token']);
  const tokenFile = path(user, 'tokenFile');
  if ((token !== null || tokenFile !== null) && (username !== null || password !== null))
    throw new Unusable('user', user, problem('hasBothTokenAndName', {}));
  const certificate = readCertificate(user);
  const exec = readExec(user);
  const hasOther = token !== null || tokenFile !== null || username !== null || isCertified(certificate);
  return {
    token,
    tokenFile,
    ...certificate,
    // Go says who asks also where only a password is given.
    username: username ?? (password === null ? null : ''),
    password,
    // As in client-go: a plugin is not asked where there is something else to say.
    exec: hasOther ? null : exec,
    impersonate: readImpersonation(user),
  };
}

type Certificate = Pick<UserConfig, 'certData' | 'certFile' | 'keyData' | 'keyFile'>;

const isCertified = ({ certData, certFile }: Certificate) => certData !== null || certFile !== null;

/** A key without a certificate is not looked at. */
function readCertificate(user: Named): Certificate {
  const { value } = user;
  const certData = text(value['client-certificate-data']);
  const certFile = path(user, 'client-certificate');
  const keyData = text(value['client-key-data']);
  const keyFile = path(user, 'client-key');
  if (certData === null && certFile === null) return { certData, certFile, keyData: null, keyFile: null };
  for (const [data, file, key] of [
    [certData, certFile, 'client-certificate'],
    [keyData, keyFile, 'client-key'],
  ] as const)
    if (data !== null && file !== null)
      throw new Unusable('user', user, problem('hasBoth', { one: key, other: `${key}-data` }));
  if (keyData === null && keyFile === null) throw new Unusable('user', user, problem('certificateWithoutKey', {}));
  const why = certData !== null && keyData !== null ? keyPairProblem(decode(certData), decode(keyData)) : null;
  if (why !== null) throw new Unusable('user', user, problem('cannotLogIn', { why }));
  return { certData, certFile, keyData, keyFile };
}

/** What Kubernetes says of those it has taken away, or what there is instead. */
const PROVIDERS: ReadonlyMap<string, Provider> = new Map([
  [
    'gcp',
    { why: 'providerGone', plugin: 'gke-gcloud-auth-plugin', command: 'gcloud container clusters get-credentials' },
  ],
  ['azure', { why: 'providerGone', plugin: 'kubelogin', command: 'kubelogin convert-kubeconfig' }],
  ['oidc', { why: 'providerUnsupported', plugin: 'kubelogin', command: 'kubectl oidc-login setup' }],
]);

interface Provider {
  readonly why: 'providerGone' | 'providerUnsupported';
  readonly plugin: string;
  readonly command: string;
}

function refuseAuthProvider(user: Named): void {
  const provider = user.value['auth-provider'];
  if (!isObject(provider)) return;
  const name = asString(provider['name']);
  const known = PROVIDERS.get(name);
  const why =
    known === undefined
      ? problem('providerUnknown', { provider: name })
      : problem(known.why, { provider: name, plugin: known.plugin, command: known.command });
  throw new Unusable('user', user, why);
}

const EXEC_VERSIONS = new Set(['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']);
const INTERACTIVE_MODES = new Set(['Never', 'IfAvailable', 'Always']);

function readExec(user: Named): ExecConfig | null {
  const value = user.value['exec'];
  if (!isObject(value)) return null;
  const refuse = (why: Problem): never => {
    throw new Unusable('user', user, why);
  };
  const command = asString(value['command']);
  const apiVersion = asString(value['apiVersion']);
  const env = asArray(value['env']).map(asObject);
  // Old versions had no such field.
  const interactiveMode =
    asString(value['interactiveMode']) || (apiVersion === 'client.authentication.k8s.io/v1beta1' ? 'IfAvailable' : '');
  if (command === '') refuse(problem('execWithout', { field: 'command' }));
  if (apiVersion === '') refuse(problem('execWithout', { field: 'apiVersion' }));
  if (!EXEC_VERSIONS.has(apiVersion)) refuse(problem('execVersion', {}));
  if (interactiveMode === '') refuse(problem('execWithout', { field: 'interactiveMode' }));
  if (!INTERACTIVE_MODES.has(interactiveMode)) refuse(problem('execMode', {}));
  if (env.some(({ name }) => asString(name) === '')) refuse(problem('execEnvNameless', {}));
  return {
    apiVersion,
    // A path with a separator is relative to its file; a bare name is looked up in PATH.
    command: /[/\\]/.test(command) && !isAbsolute(command) ? join(user.folder, command) : command,
    args: asArray(value['args']).map(asString),
    env: env.map(entry => ({ name: asString(entry['name']), value: asString(entry['value']) })),
    interactiveMode,
    provideClusterInfo: value['provideClusterInfo'] === true,
    installHint: asString(value['installHint']),
  };
}

function readImpersonation(user: Named): UserConfig['impersonate'] {
  const { value } = user;
  const as = asString(value['as']);
  const uid = asString(value['as-uid']);
  const groups = asArray(value['as-groups']).map(asString);
  const extra = extraOf(value);
  if (as !== '') return { user: as, uid, groups, extra };
  // Sent without them it would be all the rights of the user itself.
  if (uid !== '' || groups.length > 0 || Object.keys(extra).length > 0)
    throw new Unusable('user', user, problem('impersonatesNobody', {}));
  return null;
}

function extraOf(value: JsonObject): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(asObject(value['as-user-extra'])).map(([key, list]) => [key, asArray(list).map(asString)]),
  );
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function path({ value, folder }: Named, key: string): string | null {
  const file = asStringMap(value)[key] ?? '';
  if (file === '') return null;
  return isAbsolute(file) ? file : join(folder, file);
}
