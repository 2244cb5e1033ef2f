// Texts and patterns: k8s.io/apimachinery/pkg/api/validate/content.

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Names in label keys, and label values; prefixes are DNS names. */
const MAX_LENGTH = 63;
export const SUBDOMAIN_LENGTH = 253;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** What is wrong with a DNS name, in the server's words. */
export function subdomainProblems(text: string): string[] {
  return [...tooLong(text, SUBDOMAIN_LENGTH), ...(SUBDOMAIN.test(text) ? [] : [SUBDOMAIN_RULE])];
}

/** What is wrong with a label's key, in the server's words. */
export function labelKeyProblems(key: string): string[] {
  const [first = '', second, ...rest] = key.split('/');
  if (rest.length > 0)
    return [`a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = second ?? first;
  const prefix = first === '' ? ['must be non-empty'] : subdomainProblems(first);
  const part = name === '' ? ['must be non-empty'] : tooLong(name, MAX_LENGTH);
  return [
    ...(second === undefined ? [] : prefix.map(problem => `prefix part ${problem}`)),
    ...[...part, ...(NAME.test(name) ? [] : [NAME_RULE])].map(problem => `name part ${problem}`),
  ];
}

/** The same of an annotation's key, whose letters may be large ones anywhere. */
export function annotationKeyProblems(key: string): string[] {
  return labelKeyProblems(key.toLowerCase());
}

/** What is wrong with a label's value, in the server's words. */
export function labelValueProblems(value: string): string[] {
  return [...tooLong(value, MAX_LENGTH), ...(VALUE.test(value) ? [] : [VALUE_RULE])];
}

function tooLong(text: string, most: number): string[] {
  return byteLength(text) > most ? [`must be no more than ${most} bytes`] : [];
}

/** Go counts the bytes of UTF-8. */
function byteLength(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return length;
}

/** As strconv.ParseInt reads 64 bits of base ten; null where it does not. */
export function readInteger(text: string): bigint | null {
  if (!/^[+-]?\d+$/.test(text)) return null;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : null;
}
