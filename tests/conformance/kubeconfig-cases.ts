/** What arrives at the API server of a request made with a kubeconfig: who says that it asks. */
export interface Arrival {
  readonly authorization?: string;
  /** Whose client certificate was shown. */
  readonly certificate?: string;
  readonly impersonate?: string;
}

export interface KubeconfigCase {
  readonly name: string;
  /** FILE, or files in the order of KUBECONFIG. HTTPS, HTTP, CA, CERT, KEY (base64) and FOLDER stand for what the test provides. */
  readonly files: readonly string[];
  /** What arrives; null where the request is refused before it is sent. */
  readonly arrives: Arrival | null;
  /** What is said where it is refused. */
  readonly says?: RegExp;
}

const SECURE = 'server: HTTPS, certificate-authority-data: CA';
const T: Arrival = { authorization: 'Bearer abc' };

interface Parts {
  readonly head?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly context?: string;
  readonly tail?: string;
}

const HEAD = 'apiVersion: v1\nkind: Config\ncurrent-context: a\n';

function config({
  head = HEAD,
  cluster = SECURE,
  user = 'token: abc',
  context = 'cluster: c, user: u',
  tail = '',
}: Parts): string {
  return `${head}clusters:
- {name: c, cluster: {${cluster}}}
users:
- {name: u, user: {${user}}}
contexts:
- {name: a, context: {${context}}}
${tail}`;
}

const works = (name: string, parts: Parts, arrives = T): KubeconfigCase => ({ name, files: [config(parts)], arrives });
const refused = (name: string, parts: Parts, says: RegExp): KubeconfigCase => ({
  name,
  files: [config(parts)],
  arrives: null,
  says,
});
const PLUGIN = 'command: /nowhere/plugin';
const V1BETA1 = 'apiVersion: client.authentication.k8s.io/v1beta1';
const V1 = 'apiVersion: client.authentication.k8s.io/v1';

const TEXTS: readonly KubeconfigCase[] = [
  works('as most are', {}),
  works('a doubled key: the last counts', { user: 'token: xyz, token: abc' }),
  works('a second document', { tail: '---\nkind: ConfigMap\n' }),
  works('a second document that is broken', { tail: '---\na: [\n' }),
  works('a closing ---', { tail: '---\n' }),
  works('an end mark and rubbish after it', { tail: '...\nx: [' }),
  works('no apiVersion and no kind', { head: 'current-context: a\n' }),
  works('an opening --- and a comment', { head: `# mine\n---\n${HEAD}` }),
  works('a byte order mark', { head: `\ufeff${HEAD}` }),
  works('unknown fields', { user: 'token: abc, foo: [1]', context: 'cluster: c, user: u, bar: 1' }),
  works('null where text belongs', { user: 'token: abc, username: null, as: ~' }),
  works('yes is true', { cluster: 'server: HTTPS, insecure-skip-tls-verify: yes' }),
  works('an anchor', { head: `${HEAD}x: &t abc\n`, user: 'token: *t' }),
  works('a merged key', { head: `${HEAD}x: &u {token: abc}\n`, user: '<<: *u' }),
  works('a token that is a date', { user: 'token: 2026-11-28' }, { authorization: 'Bearer 2026-11-28' }),
  works('a token of digits in quotes', { user: 'token: "12345"' }, { authorization: 'Bearer 12345' }),
  works('a token of digits and colons', { user: 'token: 1:30' }, { authorization: 'Bearer 1:30' }),
  {
    name: 'JSON',
    files: [
      JSON.stringify(
        {
          'current-context': 'a',
          clusters: [{ name: 'c', cluster: { server: 'HTTPS', 'certificate-authority-data': 'CA' } }],
          users: [{ name: 'u', user: { token: 'abc' } }],
          contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
        },
        null,
        '\t',
      ),
    ],
    arrives: T,
  },
  refused('a tab in the indentation', { tail: '\tx: 1\n' }, /kubeconfig:10: .*tab/),
  refused('brackets that do not close', { tail: 'x: [\n' }, /kubeconfig:1[01]: /),
  refused(
    'a token of digits',
    { user: 'token: 12345' },
    /kubeconfig:7: users\[0\]\.user\.token is a number, and must be text: write it in quotes$/,
  ),
  refused('a token of one bit', { user: 'token: 0b1' }, /token is a number/),
  refused('a token that is a truth', { user: 'token: on' }, /token is true or false/),
  refused(
    'a name of digits',
    { context: 'cluster: c, user: u}, name: 12345, x: {' },
    /contexts\[0\]\.name is a number/,
  ),
  refused(
    'a word where a truth belongs',
    { cluster: `${SECURE}, insecure-skip-tls-verify: "yes"` },
    /insecure-skip-tls-verify is text, and must be true or false/,
  ),
  refused('a list where a mapping belongs', { cluster: SECURE, user: 'exec: []' }, /users\[0\]\.user\.exec is a list/),
  refused('another kind', { head: HEAD.replace('Config', 'ConfigMap') }, /kubeconfig:2: .*kind is not "Config"/),
  refused('another version', { head: HEAD.replace('v1', 'v2') }, /kubeconfig:1: .*apiVersion/),
  refused(
    'two users of a name',
    { user: 'token: abc}}\n- {name: u, user: {token: xyz' },
    /kubeconfig:8: users has two entries of the name "u"/,
  ),
  refused(
    'no base64',
    { cluster: 'server: HTTPS, certificate-authority-data: "?"' },
    /certificate-authority-data is not base64/,
  ),
  refused(
    'base64 that is cut',
    { cluster: 'server: HTTPS, certificate-authority-data: abc' },
    /certificate-authority-data is not base64/,
  ),
  refused(
    'a merged token of digits',
    { head: `${HEAD}x: &u {token: 12345}\n`, user: '<<: *u' },
    /users\[0\]\.user\.token is a number/,
  ),
  refused('a merge of what is no mapping', { user: 'token: abc, <<: 1' }, /<< does not merge a mapping/),
  refused('an alias of nothing', { user: 'token: *x' }, /alias/),
];

const CLUSTERS: readonly KubeconfigCase[] = [
  works('HTTP: no credential is sent', { cluster: 'server: HTTP' }, {}),
  works('no scheme is HTTP', { cluster: 'server: HOST' }, {}),
  works(
    'HTTP with a certificate authority',
    { cluster: 'server: HTTP, certificate-authority-data: CA, insecure-skip-tls-verify: true' },
    {},
  ),
  works(
    'HTTP: who is impersonated is said',
    { cluster: 'server: HTTP', user: 'token: abc, as: jane' },
    { impersonate: 'jane' },
  ),
  works('a slash at the end', { cluster: 'server: HTTPS/, certificate-authority-data: CA' }),
  works('a certificate authority in a file beside it', { cluster: 'server: HTTPS, certificate-authority: ca.pem' }),
  works(
    'credentials in the address',
    { cluster: SECURE.replace('HTTPS', 'CREDENTIALS'), user: 'client-certificate-data: CERT, client-key-data: KEY' },
    { authorization: `Basic ${btoa('jo:s3')}`, certificate: 'lanthorn-demo' },
  ),
  works(
    'credentials in the address beside a token',
    { cluster: SECURE.replace('HTTPS', 'CREDENTIALS') },
    { authorization: `Basic ${btoa('jo:s3')}` },
  ),
  refused('no scheme, but a path', { cluster: 'server: HOST/x' }, /server address that is none/),
  refused('another scheme', { cluster: 'server: "ftp://127.0.0.1:9"' }, /begins with ftp:/),
  refused('a password that is cut', { cluster: 'server: "https://jo:%s3@127.0.0.1:9"' }, /server address that is none/),
  refused(
    'a certificate authority and none asked for',
    { cluster: `${SECURE}, insecure-skip-tls-verify: true` },
    /insecure-skip-tls-verify: one must go/,
  ),
  refused(
    'a certificate authority that is no PEM',
    { cluster: 'server: HTTPS, certificate-authority-data: aGVsbG8=' },
    /certificate-authority-data that is no PEM/,
  ),
  refused(
    'a certificate authority in a file that is no PEM',
    { cluster: 'server: HTTPS, certificate-authority: token' },
    /certificate-authority .*token: it is no PEM/,
  ),
  refused(
    'a certificate authority in a file that is not there',
    { cluster: 'server: HTTPS, certificate-authority: gone' },
    /certificate-authority .*gone: no such file/,
  ),
  refused(
    'two certificate authorities',
    { cluster: `${SECURE}, certificate-authority: ca.pem` },
    /both certificate-authority and/,
  ),
  refused('a proxy that is none', { cluster: `${SECURE}, proxy-url: "::"` }, /proxy-url that is no address/),
  refused(
    'a proxy of another kind',
    { cluster: `${SECURE}, proxy-url: "ftp://jo:s3@h"` },
    /proxy-url that is no address/,
  ),
];

const USERS: readonly KubeconfigCase[] = [
  works('a password', { user: 'username: jo, password: s3' }, { authorization: `Basic ${btoa('jo:s3')}` }),
  works(
    'a client certificate',
    { user: 'client-certificate-data: CERT, client-key-data: KEY' },
    { certificate: 'lanthorn-demo' },
  ),
  works('a key alone is not looked at', { user: 'token: abc, client-key-data: aGVsbG8=' }),
  works('a token file', { user: 'tokenFile: token' }, { authorization: 'Bearer from-file' }),
  works('a token file beside a token', { user: 'tokenFile: token, token: abc' }, { authorization: 'Bearer from-file' }),
  works('a token file that is not there, beside a token', { user: 'tokenFile: gone, token: abc' }),
  works('a plugin is not asked where there is a token', { user: `token: abc, exec: {${PLUGIN}, ${V1BETA1}}` }),
  works('impersonation', { user: 'token: abc, as: jane, as-groups: [a]' }, { ...T, impersonate: 'jane' }),
  refused('groups of nobody', { user: 'token: abc, as-groups: [a]' }, /without "as"/),
  refused('an uid of nobody', { user: 'token: abc, as-uid: "1"' }, /without "as"/),
  refused('extras of nobody', { user: 'token: abc, as-user-extra: {a: [b]}' }, /without "as"/),
  refused('a token and a password', { user: 'token: abc, username: jo, password: s3' }, /both a token and/),
  refused('a token file and a password', { user: 'tokenFile: token, username: jo, password: s3' }, /both a token and/),
  refused('a token file that is not there', { user: 'tokenFile: gone' }, /tokenFile .*gone: no such file/),
  refused('a certificate without key', { user: 'client-certificate-data: CERT' }, /without client-key/),
  refused(
    'a certificate that is no PEM',
    { user: 'client-certificate-data: aGVsbG8=, client-key-data: KEY' },
    /client certificate is no PEM/,
  ),
  refused(
    'a key that is no PEM',
    { user: 'client-certificate-data: CERT, client-key-data: aGVsbG8=' },
    /client key is no PEM/,
  ),
  refused(
    'a key of another certificate',
    { user: 'client-certificate-data: CERT, client-key-data: OTHER' },
    /do not fit together/,
  ),
  refused(
    'a certificate twice',
    { user: 'client-certificate-data: CERT, client-certificate: ca.pem, client-key-data: KEY' },
    /both client-certificate and/,
  ),
  refused(
    'a certificate in a file that is not there',
    { user: 'client-certificate: gone, client-key-data: KEY' },
    /client-certificate .*gone: no such file/,
  ),
  refused(
    'the auth-provider of old',
    { user: 'auth-provider: {name: gcp}' },
    /"gcp", which Kubernetes has taken away: use the exec plugin gke-gcloud/,
  ),
  refused('an auth-provider nobody knows', { user: 'auth-provider: {name: mine}' }, /"mine", which is not known/),
  refused('a plugin without command', { user: `exec: {${V1BETA1}}` }, /without command/),
  refused('a plugin without version', { user: `exec: {${PLUGIN}, interactiveMode: Never}` }, /without apiVersion/),
  refused(
    'a plugin of an old version',
    { user: `exec: {${PLUGIN}, apiVersion: client.authentication.k8s.io/v1alpha1, interactiveMode: Never}` },
    /not client.authentication.k8s.io\/v1 or v1beta1/,
  ),
  refused(
    'a plugin that does not say whether it asks',
    { user: `exec: {${PLUGIN}, ${V1}}` },
    /without interactiveMode/,
  ),
  refused(
    'a plugin that says it oddly',
    { user: `exec: {${PLUGIN}, ${V1}, interactiveMode: Maybe}` },
    /interactiveMode is not/,
  ),
  refused(
    'a plugin with a nameless variable',
    { user: `exec: {${PLUGIN}, ${V1BETA1}, env: [{value: x}]}` },
    /env entry without name/,
  ),
  refused(
    'a plugin and an auth-provider',
    { user: `auth-provider: {name: oidc}, exec: {${PLUGIN}, ${V1BETA1}}` },
    /auth-provider/,
  ),
  refused('a plugin that is not there', { user: `exec: {${PLUGIN}, ${V1BETA1}}` }, /could not be started/),
  refused('a user that is not there', { context: 'cluster: c, user: gone' }, /names user "gone"/),
  refused('a cluster that is not there', { context: 'cluster: gone, user: u' }, /names cluster "gone"/),
  refused('no cluster', { context: 'user: u' }, /names no cluster/),
];

const other = config({ user: 'token: xyz', cluster: 'server: "https://127.0.0.1:9"' });
const MERGED: readonly KubeconfigCase[] = [
  { name: 'the first file wins', files: [config({}), other], arrives: T },
  {
    name: 'an entry is not made of two',
    files: [config({ user: 'as: jane', cluster: 'server: HTTP' }), other],
    arrives: { impersonate: 'jane' },
  },
  { name: 'an empty file before it', files: ['', config({})], arrives: T },
  { name: 'a file of comments before it', files: ['# nothing\n', config({})], arrives: T },
  { name: 'a file that is not there', files: ['GONE', config({})], arrives: T },
  { name: 'a file that is not there after it', files: [config({}), 'GONE'], arrives: T },
  { name: 'no file that is there', files: ['GONE', 'GONE'], arrives: null, says: /no such file/ },
  {
    name: 'a current context that no file defines',
    files: [config({ head: 'current-context: gone\n' }), 'current-context: a\n'],
    arrives: null,
    says: /before-0:1: current-context names no context/,
  },
  {
    name: 'the current context of one, the context of another',
    files: ['current-context: a\n', config({ head: '' })],
    arrives: T,
  },
];

export const KUBECONFIG_CASES: readonly KubeconfigCase[] = [...TEXTS, ...CLUSTERS, ...USERS, ...MERGED];
