import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { PROTOCOL_VERSION } from './constants.ts';
import * as files from './files/file-messages.ts';
import * as logs from './logs/log-messages.ts';
import * as ports from './ports/forwarded-ports.ts';
import { preferencesChange } from './preferences.ts';
import * as recordings from './recordings/recording-messages.ts';
import { upMessage } from './up-messages.ts';

/** Changes with what is said. When it does: raise PROTOCOL_VERSION, add a line to its history, and put the new pair here. */
const KNOWN = { version: 3, up: '79056955bc36d310', http: 'd1700fb989270b9a', declared: 'db9587d6ed831c63' };

/** The files of what is asked for over HTTP, without `.ts`. */
const ASKED = readdirSync(join(import.meta.dirname, 'http')).flatMap(file =>
  file.endsWith('.test.ts') ? [] : [file.slice(0, -3)],
);

/** Where the types are declared that go over the wire without a schema: answers, frames, and what they are made of. */
const DECLARATIONS = [
  ...ASKED.map(name => `http/${name}.ts`),
  'down-messages.ts',
  'error-kinds.ts',
  'ports/forwarded-ports.ts',
  'logs/log-messages.ts',
  'files/file-messages.ts',
  'recordings/recording-messages.ts',
  'identity-key.ts',
  'preferences.ts',
  'recorded-run.ts',
  '../../kube/src/helm/release.ts',
  '../../views/src/facts/data-readings.ts',
  '../../views/src/facts/kept-events.ts',
  '../../views/src/kinds/rbac.authorization.k8s.io/what-may.ts',
  'streams.ts',
  '../../base/src/reason.ts',
  '../../query/src/query-state.ts',
  '../../kube/src/edit/tree-changes.ts',
];

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** What cannot be written as JSON schema (an object of Kubernetes) is 'any' there. */
const schemaOf = (schema: z.ZodMiniType) => z.toJSONSchema(schema, { unrepresentable: 'any' });

test('[PR1] what is said is that of this protocol version: messages up, bodies and queries, and the declared answers and frames', async () => {
  const asked = await Promise.all(ASKED.map(name => import(`./http/${name}.ts`) as Promise<Record<string, unknown>>));
  // In whichever file they stand.
  const requests = [logs, ports, files, recordings, { preferencesChange }, ...asked]
    .flatMap(module => Object.entries<unknown>(module))
    .flatMap(([name, value]) => (value instanceof z.ZodMiniType ? [{ name, schema: schemaOf(value) }] : []))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(requests.length).toBeGreaterThan(9);
  const found = {
    version: PROTOCOL_VERSION,
    up: hash(schemaOf(upMessage)),
    http: hash(requests),
    declared: hash(
      DECLARATIONS.flatMap(file => declarationsIn(readFileSync(join(import.meta.dirname, file), 'utf8'))).toSorted(),
    ),
  };
  expect(found).toEqual(KNOWN);
});

/** Interfaces and types without their comments and the way they are broken into lines. */
function declarationsIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\/\/.*/g, '');
  const statements = code.split(/^(?=[a-z])/m).map(text => text.trim().replaceAll(/\s+/g, ' '));
  return statements.filter(text => /^export (?:interface|type) /.test(text));
}

test('[PR1] a change of a declared answer is seen, one of its comments is not', () => {
  const source =
    '/** Why. */\nexport interface A {\n  readonly a: string;\n}\nexport type B =\n  | 1\n  | 2;\nconst c = 1;\n';
  expect(declarationsIn(source)).toEqual(['export interface A { readonly a: string; }', 'export type B = | 1 | 2;']);
  expect(declarationsIn(source.replace('Why', 'Because'))).toEqual(declarationsIn(source));
  expect(declarationsIn(source.replace('| 2', '| 3'))).not.toEqual(declarationsIn(source));
});
