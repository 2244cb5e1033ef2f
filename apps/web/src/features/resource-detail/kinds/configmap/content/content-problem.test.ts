import { expect, test } from 'vitest';
import { contentProblem } from './content-problem.ts';

/** The first line that is no TOML. */
const tomlLine = (text: string) => contentProblem('a.toml', text)?.values['line'] ?? null;

test.each([
  [''],
  ['# nothing\n'],
  ['a = 1\r\nb = "x # y" # z\r\n'],
  ['[server]\nport = 8_080\nratio = 6.6e-4\nhex = 0xDEAD_beef\nneg = -inf\non = true\n'],
  ['"quoted key"."b c".\'d\' = \'C:\\path\\n\'\n'],
  ['[[points]]\nx = { a = 1, "b.c" = [1, 2] }\n[ a . b ]\n'],
  ['list = [\n  1, # one\n  [2, "three"],\n]\n'],
  ['text = """\nHe said "no".\n\\u00e9 ""\n"""\nlit = \'\'\'\nraw \\ \'\' x\'\'\'\n'],
  ['at = 1979-05-27T07:32:00.5Z\nday = 1979-05-27\nlocal = 1979-05-27 07:32:00\ntime = 07:32:00\n'],
])('%j is TOML', text => {
  expect(tomlLine(text)).toBeNull();
});

test.each([
  ['a = = 1', 1],
  ['a = 1\nb', 2],
  ['a = 1\nb = yes\n', 2],
  ['[open\na = 1', 1],
  ['a = 1 b = 2', 1],
  ['a = "x\ny"', 1],
  ['a = "\\q"', 1],
  ['a = [1 2]', 1],
  ['a = {b 1}', 1],
  ['a = [1,, 2]', 1],
  ['a =\n1', 1],
  ['a = 1\n\nkey: value\n', 3],
  [`a = ${'['.repeat(5_000)}`, 1],
])('%j is none in line %i', (text, line) => {
  expect(tomlLine(text)).toBe(line);
});

const pem = (label: string, bytes: readonly number[]) =>
  `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...bytes))}\n-----END ${label}-----\n`;
const DER = [0x30, 3, 1, 1, 0];
/** An OID, as `openssl ecparam` writes it. */
const CURVE = [0x06, 8, 42, 134, 72, 206, 61, 3, 1, 7];
const LONG = [0x30, 0x81, 130, ...Array<number>(130).fill(7)];

test.each([
  ['tls.crt', pem('CERTIFICATE', DER), null],
  ['ca.crt', `# of our own\n${pem('CERTIFICATE', DER)}${pem('TRUSTED CERTIFICATE', LONG)}`, null],
  ['tls.crt', '', 'dataKeys.pem.certificate.none'],
  ['tls.crt', 'nonsense', 'dataKeys.pem.certificate.none'],
  ['tls.crt', pem('PRIVATE KEY', DER), 'dataKeys.pem.certificate.none'],
  ['tls.crt', pem('CERTIFICATE', DER).slice(0, -10), 'dataKeys.pem.certificate.broken'],
  ['tls.crt', `${pem('CERTIFICATE', DER)}${pem('CERTIFICATE', DER.slice(0, -1))}`, 'dataKeys.pem.certificate.broken'],
  ['tls.crt', pem('CERTIFICATE', [...LONG, 1]), 'dataKeys.pem.certificate.broken'],
  ['tls.crt', '-----BEGIN CERTIFICATE-----\n§\n-----END CERTIFICATE-----', 'dataKeys.pem.certificate.broken'],
  ['tls.key', pem('EC PRIVATE KEY', DER), null],
  ['tls.key', `${pem('EC PARAMETERS', CURVE)}${pem('EC PRIVATE KEY', DER)}`, null],
  ['tls.key', `${pem('EC PARAMETERS', CURVE)}${pem('EC PRIVATE KEY', DER.slice(1))}`, 'dataKeys.pem.key.broken'],
  ['tls.key', `${pem('EC PRIVATE KEY', DER)}-----BEGIN EC PARAMETERS-----\nBg`, 'dataKeys.pem.key.broken'],
  ['tls.key', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----', null],
  ['tls.key', pem('CERTIFICATE', DER), 'dataKeys.pem.key.none'],
])('%s with %j: %s', (key, text, problem) => {
  expect(contentProblem(key, text)?.key ?? null).toBe(problem);
});

test.each([
  ['{"auths": {"registry.example": {"auth": "dTpw"}}}', null],
  ['{"auths": {}}', null],
  ['{"auths": 3}', 'dataKeys.badDockerConfig'],
  ['{"auths": {"registry.example": "dTpw"}}', 'dataKeys.badDockerConfig'],
  ['[]', 'dataKeys.badDockerConfig'],
  ['{', 'dataKeys.content'],
])('a registry login of %j: %s', (text, problem) => {
  expect(contentProblem('.dockerconfigjson', text)?.key ?? null).toBe(problem);
});

test('what no name tells is anything; what is very long is not read', () => {
  expect(contentProblem('notes.txt', '{')).toBeNull();
  expect(contentProblem('a.json', `{${' '.repeat(200_000)}`)).toBeNull();
});
