import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import texts from '../conformance/e2e-texts.json' with { type: 'json' };

const recorded = join(import.meta.dirname, '../conformance/recorded/exchanges');

/** What is asked of both clusters for a text, or why nothing is. */
const ALL: readonly (readonly [string, string | readonly string[]])[] = Object.entries(texts);

/** Scenarios that are named and were not recorded. */
export function unrecorded(): string[] {
  const titles = new Map<string, readonly string[]>();
  return ALL.flatMap(([, asked]) => (typeof asked === 'string' ? [] : asked)).filter(reference => {
    const [, file = '', title = ''] = /^([^:]+): (.*)$/s.exec(reference) ?? [];
    const known = titles.get(file) ?? titlesOf(file);
    titles.set(file, known);
    return !known.includes(title);
  });
}

function titlesOf(file: string): readonly string[] {
  const { exchanges } = JSON.parse(readFileSync(join(recorded, `${file}.json`), 'utf8')) as {
    exchanges: readonly { readonly title: string }[];
  };
  return exchanges.map(({ title }) => title);
}

const cell = (text: string) => text.replaceAll('|', '\\|');

function references(asked: readonly string[]): string {
  return asked.map(reference => `\`${cell(reference)}\``).join(', ');
}

export function conformanceDoc(): string {
  const asked = ALL.filter(([, what]) => typeof what !== 'string');
  const missing = ALL.filter(([, what]) => typeof what === 'string');
  return [
    '# What Kubernetes’ own conformance tests ask, and where it is asked here',
    '',
    'The texts are those of `test/conformance/testdata/conformance.yaml` of Kubernetes 1.37.2, of API machinery and of workloads: all of them. Each',
    'scenario is an exchange or a life that was recorded from a real control plane (`tests/conformance/recorded/exchanges`: file and title) and is',
    'compared with the embedded cluster, and with the real one where it was built. It asks what the text asserts about the API, not how the',
    'test does it. Made from `tests/conformance/e2e-texts.json` by `npx vitest run --project unit tests/docs/conformance-doc.test.ts -u`.',
    '',
    `Of ${ALL.length} texts ${asked.length} have a scenario, ${missing.length} have none.`,
    '',
    '## Asked',
    '',
    '| text | scenarios |',
    '|---|---|',
    ...asked.map(([text, what]) => `| ${cell(text)} | ${references(what as readonly string[])} |`),
    '',
    '## Not asked',
    '',
    '| text | why |',
    '|---|---|',
    ...missing.map(([text, why]) => `| ${cell(text)} | ${cell(String(why))} |`),
    '',
  ].join('\n');
}
