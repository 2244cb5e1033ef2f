// Runs the unit tests of a package for Stryker, in one process: bundled once, and evaluated anew for every change. Vitest takes a second
// for what takes some milliseconds here.
import { createRequire } from 'node:module';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Script } from 'node:vm';
import { build } from 'esbuild';
import { collector } from './mutation-tests.mjs';

/** The changed code asks here which change is wanted, and says here what it came to. */
const changes = (globalThis.__stryker__ ??= {});
/** Beside ten times what the test took without a change: then what it waits for will not come. */
const TEST_LIMIT_MS = 2_000;
/** All tests of a package are asked for each constant that none notices: those that take longer would be most of it. */
const CONSTANT_LIMIT_MS = 100;
/** Random tests do the same in every run, and what fails is not made smaller. */
const RANDOM_TESTS = { seed: 1, endOnFailure: true };
/** In the copy, where this runs. */
const USUAL_TIMES = 'usual-times.json';
const SUCCESS = 0;
const SKIPPED = 2;

class UnitTests {
  static inject = ['options'];
  #folder;
  #require = createRequire(resolve('package.json'));
  #script;
  /** Of each file of tests, the files of code that it takes in. */
  #sources = new Map();
  /** What tests took without a change; none for those that failed. */
  #usualMs = new Map();

  constructor(options) {
    this.#folder = options.unitTests.folder;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const files = globSync(`${this.#folder}/**/*.test.ts`).sort();
    const { code, sources } = await bundle(files);
    this.#script = new Script(code, { filename: resolve('tests.cjs') });
    this.#sources = sources;
    this.#require('fast-check').configureGlobal(RANDOM_TESTS);
    // This process is another one after each change that made a loop endless.
    if (existsSync(USUAL_TIMES)) this.#usualMs = new Map(JSON.parse(readFileSync(USUAL_TIMES, 'utf8')));
  }

  async dryRun() {
    Object.assign(changes, { activeMutant: undefined, hitLimit: undefined });
    changes.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    for (const test of this.#load([...this.#sources.keys()])) {
      const { ms, error } = await this.#run(test);
      // A limit of time, mostly, that changeable code on a busy machine does not keep.
      if (error !== null)
        console.error(`Not asked, since it fails without a change: ${test.id}\n${error.stack ?? error}`);
      else this.#usualMs.set(test.id, ms);
      const status = error === null ? SUCCESS : SKIPPED;
      tests.push({ id: test.id, name: test.id, timeSpentMs: ms, fileName: resolve(test.file), status });
    }
    writeFileSync(USUAL_TIMES, JSON.stringify([...this.#usualMs]));
    return { status: 'complete', tests, mutantCoverage: changes.mutantCoverage };
  }

  async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit, mutantActivation }) {
    // Of a constant nobody can say which tests are its own: all of whatever takes its file in.
    const wanted = testFilter === undefined ? null : new Set(testFilter);
    const files = [...this.#sources.keys()].filter(file =>
      wanted === null ? this.#sources.get(file).has(sandboxFileName) : testFilter.some(id => id.startsWith(`${file} `)),
    );
    if (files.length === 0) throw new Error(`No test takes ${sandboxFileName} in`);
    const isAtLoad = mutantActivation === 'static';
    Object.assign(changes, { hitCount: 0, hitLimit, activeMutant: isAtLoad ? activeMutant.id : undefined });
    let nrOfTests = 0;
    try {
      for (const test of this.#load(files)) {
        if (!this.#isAsked(test.id, wanted)) continue;
        changes.activeMutant = activeMutant.id;
        nrOfTests++;
        const { error } = await this.#run(test);
        if (changes.hitCount > hitLimit) return { status: 'timeout', reason: 'a loop does not end' };
        if (error !== null)
          return { status: 'killed', killedBy: [test.id], failureMessage: String(error?.message ?? error), nrOfTests };
      }
    } catch (error) {
      return { status: 'killed', killedBy: [], failureMessage: `does not load: ${error?.message ?? error}`, nrOfTests };
    } finally {
      changes.activeMutant = undefined;
    }
    return { status: 'survived', nrOfTests };
  }

  #isAsked(id, wanted) {
    const ms = this.#usualMs.get(id);
    return ms !== undefined && (wanted === null ? ms < CONSTANT_LIMIT_MS : wanted.has(id));
  }

  /** Tests of these files, the quickest first, their modules evaluated anew: nothing is left of the change before. */
  #load(files) {
    const { api, tests, within } = collector(this.#require);
    const module = { exports: {} };
    const require = name => (name === 'vitest' ? api : this.#require(name));
    this.#script.runInThisContext()(require, module, module.exports);
    for (const file of files) within(file, module.exports[file]);
    return tests.toSorted((a, b) => (this.#usualMs.get(a.id) ?? 0) - (this.#usualMs.get(b.id) ?? 0));
  }

  async #run(test) {
    changes.currentTestId = test.id;
    const start = performance.now();
    const limit = TEST_LIMIT_MS + 10 * (this.#usualMs.get(test.id) ?? 10_000);
    let timer;
    try {
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('the test does not end')), limit);
      });
      await Promise.race([test.fn(), late]);
      return { error: null, ms: performance.now() - start };
    } catch (error) {
      return { error: error ?? new Error('nothing was thrown'), ms: performance.now() - start };
    } finally {
      clearTimeout(timer);
      changes.currentTestId = undefined;
    }
  }
}

async function bundle(files) {
  const contents = `module.exports = {${files.map(file => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)}),`).join('\n')}}`;
  const { outputFiles, metafile } = await build({
    absWorkingDir: process.cwd(),
    stdin: { contents, resolveDir: resolve('.'), loader: 'js' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'esnext',
    packages: 'external',
    logLevel: 'error',
    plugins: [{ name: 'packages', setup: fromCopy }],
  });
  const inputs = metafile.inputs;
  const sources = new Map(files.map(file => [file, reached(file, inputs)]));
  return { code: `(function (require, module, exports) {${outputFiles[0].text}\n})`, sources };
}

function reached(file, inputs, found = new Set()) {
  if (found.has(resolve(file))) return found;
  found.add(resolve(file));
  for (const { path, external } of inputs[file].imports) if (external !== true) reached(path, inputs, found);
  return found;
}

/** Links of node_modules lead to the code as it is: packages are taken out of the copy. And files know where they lie. */
function fromCopy({ onResolve, onLoad }) {
  onResolve({ filter: /^@lanthorn\// }, ({ path }) => {
    const [, name, file] = /^@lanthorn\/([a-z]+)\/(.*)$/.exec(path);
    return { path: resolve('packages', name, 'src', file) };
  });
  onLoad({ filter: /\.test\.ts$/ }, ({ path }) => ({
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
    loader: 'ts',
    resolveDir: dirname(path),
  }));
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'unit', injectableClass: UnitTests }];
export const strykerValidationSchema = { properties: { unitTests: { type: 'object' } } };
