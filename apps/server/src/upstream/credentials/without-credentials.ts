const HIDDEN = '•••';

/**
 * What may be a credential in words that come from elsewhere: a library, a plugin, a server. The first of each pair finds it, the second says
 * what remains.
 */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  // user:password@ of an address.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"']*(?:@[^\s/?#@"']*)*@/gi, `$1${HIDDEN}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  // JSON Web Tokens, also cut ones.
  [/\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}/g, HIDDEN],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  // PEM in base64, as kubeconfigs hold it.
  [/\bLS0tLS1CRUdJTi[\w+/=]*/g, HIDDEN],
  // password=x, --client-secret=x, ?access_token=x
  [/((?:token|passw(?:or)?d|secret|api[_-]?key)["']?\s*=\s*["']?)[^\s"',;&\u2022]{4,}/gi, `$1${HIDDEN}`],
  // token: x, "password":"x"; an English word after a colon is left.
  [/((?:token|passw(?:or)?d|secret|api[_-]?key)["']?:\s*["']?)(?=\S*[\dA-Z])[^\s"',;&\u2022]{8,}/g, `$1${HIDDEN}`],
];

/** Words for a screen, a terminal or a log, which others may look at. */
export function withoutCredentials(text: string): string {
  return CREDENTIALS.reduce((shown, [pattern, kept]) => shown.replace(pattern, kept), text);
}
