/** What a field of a kubeconfig may hold; null and nothing are allowed everywhere, and fields that are not named are not looked at. */
export type FieldType =
  | { readonly is: 'text' | 'truth' | 'base64' | 'anything' }
  | { readonly is: 'list'; readonly of: FieldType; readonly isNamed?: boolean }
  | { readonly is: 'map'; readonly of: FieldType }
  | { readonly is: 'struct'; readonly fields: Readonly<Record<string, FieldType>> };

const TEXT: FieldType = { is: 'text' };
const TRUTH: FieldType = { is: 'truth' };
const BASE64: FieldType = { is: 'base64' };
const ANYTHING: FieldType = { is: 'anything' };

const list = (of: FieldType): FieldType => ({ is: 'list', of });
const map = (of: FieldType): FieldType => ({ is: 'map', of });
const struct = (fields: Readonly<Record<string, FieldType>>): FieldType => ({ is: 'struct', fields });
/** A list whose entries are told apart by their names, each of which may come once in a file. */
const named = (field: string, type: FieldType): FieldType => ({
  is: 'list',
  of: struct({ name: TEXT, [field]: type }),
  isNamed: true,
});

const EXTENSIONS = named('extension', ANYTHING);

const CLUSTER = struct({
  server: TEXT,
  'tls-server-name': TEXT,
  'insecure-skip-tls-verify': TRUTH,
  'certificate-authority': TEXT,
  'certificate-authority-data': BASE64,
  'proxy-url': TEXT,
  'disable-compression': TRUTH,
  extensions: EXTENSIONS,
});

const EXEC = struct({
  command: TEXT,
  args: list(TEXT),
  env: list(struct({ name: TEXT, value: TEXT })),
  apiVersion: TEXT,
  installHint: TEXT,
  provideClusterInfo: TRUTH,
  interactiveMode: TEXT,
});

const USER = struct({
  'client-certificate': TEXT,
  'client-certificate-data': BASE64,
  'client-key': TEXT,
  'client-key-data': BASE64,
  token: TEXT,
  tokenFile: TEXT,
  as: TEXT,
  'as-uid': TEXT,
  'as-groups': list(TEXT),
  'as-user-extra': map(list(TEXT)),
  username: TEXT,
  password: TEXT,
  'auth-provider': struct({ name: TEXT, config: map(TEXT) }),
  exec: EXEC,
  extensions: EXTENSIONS,
});

const CONTEXT = struct({ cluster: TEXT, user: TEXT, namespace: TEXT, extensions: EXTENSIONS });

/** The types of `client-go/tools/clientcmd/api/v1`. */
export const KUBECONFIG_TYPE = struct({
  kind: TEXT,
  apiVersion: TEXT,
  preferences: struct({ colors: TRUTH, extensions: EXTENSIONS }),
  clusters: named('cluster', CLUSTER),
  users: named('user', USER),
  contexts: named('context', CONTEXT),
  'current-context': TEXT,
  extensions: EXTENSIONS,
});
