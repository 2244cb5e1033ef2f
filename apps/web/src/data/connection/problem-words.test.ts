import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ERROR_KINDS, problem } from '@lanthorn/protocol/error-kinds.ts';
import { problemWords, setLanguage, startI18n } from '../../ui/words/i18n.ts';
import { loadLaterWords } from '../../ui/words/later.ts';
import { allEnglish as en } from '../../ui/locales/all-english.ts';
import zh from '../../ui/locales/zh-CN.json' with { type: 'json' };
import { Api } from './api.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const SERVER = join(ROOT, 'apps/server/src');

const namesIn = (text: string) => new Set([...text.matchAll(/\{+(\w+)\}+/g)].map(([, name]) => name));
const words = (catalogue: object, code: string) =>
  String(Object.entries(catalogue).find(([key]) => key === `error.${code}`)?.[1]);

test.each(Object.entries(ERROR_KINDS))(
  '%s has words in both languages, with its values, and a line in ERRORS.md',
  (code, message) => {
    for (const catalogue of [en, zh]) expect(namesIn(words(catalogue, code))).toEqual(namesIn(message));
    const line = `| \`${code}\` | ${words(en, code).replaceAll('{{', '{').replaceAll('}}', '}')} |`;
    expect(readFileSync(join(ROOT, 'docs/ERRORS.md'), 'utf8').split('\n')).toContain(line);
  },
);

test('there are no words and no lines of codes that are not sent', () => {
  const codes = Object.keys(ERROR_KINDS);
  const listed = readFileSync(join(ROOT, 'docs/ERRORS.md'), 'utf8').matchAll(/^\| `(\w+)`/gm);
  expect([...listed].map(([, code]) => code)).toEqual(codes);
  for (const catalogue of [en, zh])
    expect(Object.keys(catalogue).filter(key => key.startsWith('error.'))).toEqual(codes.map(code => `error.${code}`));
});

test('nothing on the server answers with a message that has no code', () => {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(name =>
    /(?<!\.test)\.ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(50);
  const bare = files.filter(name =>
    /\.send\(\s*\{\s*(message|error)\b|type: 'refused', id, reason|failure\(['"`]/.test(
      readFileSync(join(SERVER, name), 'utf8'),
    ),
  );
  expect(bare).toEqual([]);
});

test('a problem inside a problem is worded as well; what a foreign program said stays in its own words', async () => {
  await startI18n('en');
  await loadLaterWords();
  await setLanguage('zh-CN');
  const why = problem('pairUnfit', { detail: 'key values mismatch' });
  const whole = problem('entryUnusable', {
    entry: 'user',
    name: 'u',
    why: problem('cannotLogIn', { why }),
    place: 'f:3',
  });
  expect(problemWords(whole)).toBe('user“u”无法登录：客户端证书与密钥不匹配，原话：“key values mismatch”（f:3）');
  expect(whole.message).toBe(
    'user "u" cannot log in: the client certificate and key do not fit together: key values mismatch (f:3)',
  );
  // These are made of values alone.
  const english = Object.entries(zh).filter(([key, text]) => key.startsWith('error.') && !/[\u4e00-\u9fff]/.test(text));
  const ofValues = ['fileUnusable', 'entryUnusable', 'serverSays', 'someNamespaces', 'andMore', 'namesOf'];
  expect(english.map(([key]) => key)).toEqual(ofValues.map(code => `error.${code}`));
});

test('of a proxy that answers in the place of our server the status and the words are told, no page', async () => {
  const page = '<html><h1>Bad Gateway</h1><script>x</script></html>';
  const api = new Api(async () => new Response(page, { status: 502 }), new FakeClock(), problemWords);
  await expect(api.clusters()).rejects.toMatchObject({ message: '502: “Bad Gateway”' });
});

describe('on the page', () => {
  const refusal = problem('notAllowedIn', { verb: 'patch', kind: 'jobs.batch', namespace: 'shop' });
  const api = new Api(
    async () => new Response(JSON.stringify(refusal), { status: 403 }),
    new FakeClock(),
    problemWords,
  );

  test.each([
    ['en', 'You may not patch jobs.batch in namespace shop. Ask an administrator of the cluster for this right.'],
    ['zh-CN', '您无权在命名空间 shop 中 patch jobs.batch。请向集群管理员申请此权限。'],
  ] as const)('%s: a refusal is said in its language, with what to do', async (language, expected) => {
    await startI18n('en');
    await loadLaterWords();
    await setLanguage(language);
    await expect(api.clusters()).rejects.toMatchObject({ status: 403, message: expected });
    expect(problemWords({ code: 'ofTomorrow', params: {}, message: 'in English' })).toBe('in English');
  });
});
