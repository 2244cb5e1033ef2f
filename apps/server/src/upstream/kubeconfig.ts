import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { asArray, asObject, asString, asStringMap, isObject, type JsonObject } from '@lanthorn/base/json.ts';

/** What a context needs to connect, with file references resolved to absolute paths. */
export interface ContextConfig {
  readonly name: string;
  readonly namespace: string;
  readonly server: string;
  readonly userName: string;
  readonly tls: {
    readonly caData: string | null;
    readonly caFile: string | null;
    readonly insecure: boolean;
    readonly serverName: string | null;
  };
  readonly proxyUrl: string | null;
  readonly user: UserConfig;
}

export interface UserConfig {
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly certData: string | null;
  readonly certFile: string | null;
  readonly keyData: string | null;
  readonly keyFile: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly exec: ExecConfig | null;
  readonly impersonate: {
    readonly user: string;
    readonly uid: string;
    readonly groups: readonly string[];
    readonly extra: Readonly<Record<string, readonly string[]>>;
  } | null;
}

export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly interactiveMode: string;
  readonly provideClusterInfo: boolean;
  readonly installHint: string;
}

/** A context, or why it cannot be used; one broken context never hides another. */
export type ContextEntry = {
  readonly name: string;
  readonly config: ContextConfig | null;
  readonly problem: string | null;
};

export interface Kubeconfig {
  readonly contexts: readonly ContextEntry[];
  readonly current: string;
  /** Files that could not be read, and why. */
  readonly problems: readonly string[];
}

interface Named {
  readonly name: string;
  readonly value: JsonObject;
  readonly folder: string;
}

/**
 * Merges kubeconfig files as kubectl does: the first file that names something wins, missing files are skipped, relative
 * paths are relative to the file that holds them.
 */
export function loadKubeconfig(files: readonly string[]): Kubeconfig {
  const merged = {
    clusters: new Map<string, Named>(),
    users: new Map<string, Named>(),
    contexts: new Map<string, Named>(),
  };
  const problems: string[] = [];
  let current = '';
  for (const file of files) {
    const document = readDocument(file, problems);
    if (document === null) continue;
    current ||= asString(document['current-context']);
    collect(merged.clusters, document, { list: 'clusters', field: 'cluster', file });
    collect(merged.users, document, { list: 'users', field: 'user', file });
    collect(merged.contexts, document, { list: 'contexts', field: 'context', file });
  }
  const contexts = [...merged.contexts.values()].map(context => resolveContext(context, merged));
  return { contexts, current: current || (contexts[0]?.name ?? ''), problems };
}

function readDocument(file: string, problems: string[]): JsonObject | null {
  try {
    const document: unknown = parse(readFileSync(file, 'utf8'));
    if (isObject(document)) return document;
    problems.push(`${file}: not a kubeconfig`);
  } catch (error) {
    if (isObject(error) && error['code'] === 'ENOENT') problems.push(`${file}: no such file`);
    else problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return null;
}

function collect(
  into: Map<string, Named>,
  document: JsonObject,
  { list, field, file }: { list: string; field: string; file: string },
): void {
  for (const entry of asArray(document[list]).map(asObject)) {
    const name = asString(entry['name']);
    if (name !== '' && !into.has(name)) into.set(name, { name, value: asObject(entry[field]), folder: dirname(file) });
  }
}

function resolveContext(
  context: Named,
  { clusters, users }: { clusters: Map<string, Named>; users: Map<string, Named> },
): ContextEntry {
  const { name, value } = context;
  const cluster = clusters.get(asString(value['cluster']));
  const user = users.get(asString(value['user']));
  const broken = (problem: string): ContextEntry => ({ name, config: null, problem });
  if (cluster === undefined)
    return broken(`context "${name}" names cluster "${asString(value['cluster'])}", which no kubeconfig file defines`);
  if (user === undefined && asString(value['user']) !== '')
    return broken(`context "${name}" names user "${asString(value['user'])}", which no kubeconfig file defines`);
  const server = asString(cluster.value['server']);
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    return broken(`cluster "${cluster.name}" has no usable server address: "${server}"`);
  const proxyUrl = text(cluster.value['proxy-url']);
  if (proxyUrl !== null && !URL.canParse(proxyUrl))
    return broken(`cluster "${cluster.name}" has a proxy-url that is no address: "${proxyUrl}"`);
  const config: ContextConfig = {
    name,
    namespace: asString(value['namespace']) || 'default',
    server: server.replace(/\/+$/, ''),
    userName: user?.name ?? '',
    tls: {
      caData: text(cluster.value['certificate-authority-data']),
      caFile: path(cluster, 'certificate-authority'),
      insecure: cluster.value['insecure-skip-tls-verify'] === true,
      serverName: text(cluster.value['tls-server-name']),
    },
    proxyUrl,
    user: readUser(user),
  };
  return { name, config, problem: null };
}

function readUser(user: Named | undefined): UserConfig {
  const value = user?.value ?? {};
  return {
    token: text(value['token']),
    tokenFile: user === undefined ? null : path(user, 'tokenFile'),
    certData: text(value['client-certificate-data']),
    certFile: user === undefined ? null : path(user, 'client-certificate'),
    keyData: text(value['client-key-data']),
    keyFile: user === undefined ? null : path(user, 'client-key'),
    username: text(value['username']),
    password: text(value['password']),
    exec: readExec(value['exec'], user?.folder ?? '.'),
    impersonate: readImpersonation(value),
  };
}

function readExec(value: unknown, folder: string): ExecConfig | null {
  if (!isObject(value)) return null;
  const command = asString(value['command']);
  return {
    apiVersion: asString(value['apiVersion']),
    // A path with a separator is relative to its file; a bare name is looked up in PATH.
    command: /[/\\]/.test(command) && !isAbsolute(command) ? join(folder, command) : command,
    args: asArray(value['args']).map(asString),
    env: asArray(value['env']).map(entry => ({
      name: asString(asObject(entry)['name']),
      value: asString(asObject(entry)['value']),
    })),
    interactiveMode: asString(value['interactiveMode']),
    provideClusterInfo: value['provideClusterInfo'] === true,
    installHint: asString(value['installHint']),
  };
}

function readImpersonation(value: JsonObject): UserConfig['impersonate'] {
  const user = asString(value['as']);
  if (user === '') return null;
  const extra = Object.fromEntries(
    Object.entries(asObject(value['as-user-extra'])).map(([key, list]) => [key, asArray(list).map(asString)]),
  );
  return { user, uid: asString(value['as-uid']), groups: asArray(value['as-groups']).map(asString), extra };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function path({ value, folder }: Named, key: string): string | null {
  const file = asStringMap(value)[key] ?? '';
  if (file === '') return null;
  return isAbsolute(file) ? file : join(folder, file);
}
