#!/usr/bin/env node
// Mutation testing of one package, or of files of it: changes the code in small ways and tells which changes no unit test of the package notices.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled, root, run } from './setup.mjs';

const STRYKER = '10.1.1';
/** What Stryker wants; another Node than that is fetched as a package. */
const NODE = 22;
/** Beside the time that the tests took without a change. A change may make a loop endless; a busy machine is slow. */
const LIMIT_MS = 5000;
/** Random tests are run for every change; what they find, they find in few runs. */
const PROPERTY_RUNS = '20';

const paths = process.argv.slice(2);
const [, folder] = /^(packages\/[a-z]+)(\/|$)/.exec(paths[0] ?? '') ?? [];
if (folder === undefined || !paths.every(path => path.startsWith(folder) && existsSync(join(root, path)))) {
  console.error('npm run mutate -- PATH…    a package, or folders and files of one: npm run mutate -- packages/query');
  process.exit(2);
}

checkNode();
ensureInstalled();
const stryker = ensureStryker();
const work = join(root, '.cache/mutation');
mkdirSync(work, { recursive: true });
const config = join(work, 'stryker.config.json');
writeFileSync(config, JSON.stringify(options()));
const [command, ...before] =
  Number(process.versions.node.split('.')[0]) >= NODE
    ? [process.execPath]
    : ['npx', '--yes', '--package', `node@${NODE}`, 'node'];
const program = join(stryker, '@stryker-mutator/core/bin/stryker.js');
const env = { ...process.env, PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? PROPERTY_RUNS };
const { status } = spawnSync(command, [...before, program, 'run', config], { cwd: root, stdio: 'inherit', env });
process.exit(status ?? 1);

/** Its folder of modules, in the user's cache: an installation without it is 60 MB smaller and works on Node 20. */
function ensureStryker() {
  const at = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lanthorn/mutation', STRYKER);
  const modules = join(at, 'node_modules');
  if (!existsSync(join(modules, '@stryker-mutator/core'))) {
    console.error(`Installing Stryker ${STRYKER} in ${at} …`);
    run('npm', ['install', '--prefix', at, '--ignore-scripts', '--loglevel=error', `@stryker-mutator/core@${STRYKER}`]);
  }
  return modules;
}

function options() {
  return {
    mutate: paths.flatMap(path =>
      statSync(join(root, path)).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.test.ts`] : [path],
    ),
    ignorePatterns: ['**', ...['packages/**', 'tests/conformance/printed/**', 'package.json'].map(path => `!${path}`)],
    plugins: [join(root, 'tools/mutation-runner.mjs')],
    testRunner: 'unit',
    unitTests: { folder },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: LIMIT_MS,
    incremental: true,
    incrementalFile: join(work, `${folder.replace('/', '-')}.json`),
    tempDirName: join(work, 'copies'),
    cleanTempDir: 'always',
    reporters: ['clear-text', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    clearTextReporter: { allowEmojis: false, reportTests: false, logTests: false },
    checkers: [],
    allowEmpty: false,
  };
}
