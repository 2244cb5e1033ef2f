import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
let copy = '';

/** Thousands of files, on a busy machine. */
const REMOVAL_MS = 60_000;

afterEach(() => rmSync(copy, { recursive: true, force: true }), REMOVAL_MS);

/** The packages and the page, to be changed and type-checked apart. */
function copyOfSources(): void {
  copy = mkdtempSync(join(tmpdir(), 'lanthorn-add-'));
  for (const name of [
    'packages',
    'apps/web',
    'tsconfig.base.json',
    'tsconfig.pure.json',
    'tsconfig.web.json',
    'package.json',
  ])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: path => !path.includes('node_modules') });
  const modules = join(ROOT, 'node_modules');
  mkdirSync(join(copy, 'node_modules/@lanthorn'), { recursive: true });
  for (const name of readdirSync(modules).filter(entry => entry !== '@lanthorn' && !entry.startsWith('.')))
    symlinkSync(join(modules, name), join(copy, 'node_modules', name));
  for (const name of readdirSync(join(copy, 'packages')))
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@lanthorn', name));
}

function change(path: string, from: string, to: string): void {
  const text = readFileSync(join(copy, path), 'utf8');
  expect(text.split(from), `${path} has one ${from}`).toHaveLength(2);
  writeFileSync(join(copy, path), text.replace(from, to));
}

/** A line in the list of records, with the import it needs. */
function enlist(index: string, name: string, { from, after }: { readonly from: string; readonly after: string }): void {
  change(index, `\n  ${after},\n]`, `\n  ${after},\n  ${name},\n]`);
  const text = readFileSync(join(copy, index), 'utf8');
  writeFileSync(join(copy, index), `import { ${name} } from '${from}';\n${text}`);
}

function addWords(words: Readonly<Record<string, string>>): void {
  for (const language of ['en', 'zh-CN']) {
    const path = join(copy, `apps/web/src/ui/locales/${language}.json`);
    const catalogue = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...catalogue, ...words }));
  }
}

/** What the compiler says; '' where nothing is wrong. */
async function complaints(project: string): Promise<string> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '-p', join(copy, project)], { cwd: copy }).then(
    () => '',
    (error: unknown) => (error as { readonly stdout: string }).stdout,
  );
}

const MARK = `import type { ActionRecord } from '../machinery/action.ts';
import { RESUME_JOB } from '../objects/suspend.ts';

export const MARK_JOB: ActionRecord<'job.mark'> = { ...RESUME_JOB, kind: 'job.mark', key: null };
`;
const LANTERNS = `import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { NAMESPACE_VIEW } from '../core/namespaces.ts';

export const LANTERN_VIEW: KindView = { ...NAMESPACE_VIEW, ...kindEntry('lanterns.example.org') };
`;
const RECORDS = 'packages/actions/src/action-records.ts';

test('an action is one file, a line in the list and its words in both languages; of a kind the name is a line, too, which navigation has before the record', async () => {
  copyOfSources();
  writeFileSync(join(copy, 'packages/actions/src/job/mark-job.ts'), MARK);
  enlist(RECORDS, 'MARK_JOB', { from: './job/mark-job.ts', after: 'DELETE_OBJECT' });
  mkdirSync(join(copy, 'packages/views/src/kinds/example.org'));
  writeFileSync(join(copy, 'packages/views/src/kinds/example.org/lanterns.ts'), LANTERNS);
  const last = `    { api: 'batch/v1', kind: 'Job', icon: 'play', owns: 'pods', hasFixedTemplate: true },\n`;
  change('packages/views/src/cells/kind-entries.ts', last, `${last}    { api: 'example.org/v1', kind: 'Lantern' },\n`);
  enlist('packages/views/src/kind-records.ts', 'LANTERN_VIEW', {
    from: './kinds/example.org/lanterns.ts',
    after: 'VOLUME_SNAPSHOT_VIEW',
  });
  addWords({ 'action.job.mark': 'Mark', 'dialog.alreadyDone.job.mark': 'It is marked.', 'kind.lanterns': 'Lanterns' });
  expect(await complaints('tsconfig.pure.json')).toBe('');
  expect(await complaints('tsconfig.web.json')).toBe('');
}, 120_000);

test('a record that leaves out how it is taken back is no action', async () => {
  copyOfSources();
  const mark = MARK.replace('= {', '= without({').replace('};', '});');
  const without = 'const without = ({ inverse: _inverse, ...rest }: ActionRecord<"job.mark">) => rest;\n';
  writeFileSync(join(copy, 'packages/actions/src/job/mark-job.ts'), mark.replace('\nexport', `\n${without}export`));
  enlist(RECORDS, 'MARK_JOB', { from: './job/mark-job.ts', after: 'DELETE_OBJECT' });
  expect(await complaints('tsconfig.pure.json')).toMatch(/mark-job\.ts.*inverse/);
}, 120_000);
