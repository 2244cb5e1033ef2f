// What the unit tests of the packages use of Vitest, for `mutation-runner.mjs`.
import { format } from 'node:util';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const vitest = createRequire(import.meta.resolve('vitest'));
const load = name => import(pathToFileURL(vitest.resolve(name)));
const [chai, matchers] = await Promise.all(['chai', '@vitest/expect'].map(load));
for (const plugin of [matchers.JestExtend, matchers.JestChaiExpect, matchers.JestAsymmetricMatchers]) chai.use(plugin);
const expect = Object.assign(
  (value, message) => chai.expect(value, message),
  chai.expect,
  globalThis[matchers.ASYMMETRIC_MATCHERS_OBJECT],
);
matchers.setState({ assertionCalls: 0, isExpectingAssertions: false }, expect);

/** `within` evaluates a file; then its tests are among `tests`. */
export function collector() {
  const tests = [];
  const ids = new Set();
  let place = [];
  const inside = (name, work) => {
    const before = place;
    place = [...place, name];
    work();
    place = before;
  };
  const add = (name, work) => {
    const path = [...place, name].join(' ');
    let id = path;
    for (let i = 2; ids.has(id); i++) id = `${path} (${i})`;
    ids.add(id);
    tests.push({ id, file: place[0], fn: async () => work() });
  };
  const callbackOf = args => args.find(arg => typeof arg === 'function');
  const each =
    declare =>
    rows =>
    (name, ...args) => {
      for (const [i, row] of rows.entries()) {
        const values = Array.isArray(row) ? row : [row];
        declare(titled(name, values, i), () => callbackOf(args)(...values));
      }
    };
  const declaration = declare =>
    Object.assign((name, ...args) => declare(name, callbackOf(args)), { each: each(declare) });
  const test = declaration(add);
  test.skipIf = condition => (condition ? () => undefined : test);
  return { tests, within: inside, api: { expect, test, describe: declaration(inside) } };
}

function titled(name, values, i) {
  const placeholders = (name.match(/%[sdifjoO]/g) ?? []).length;
  return format(name, ...values.slice(0, placeholders))
    .replaceAll('%#', String(i))
    .replaceAll(/\$([a-zA-Z]+)/g, (whole, key) => String(values[0]?.[key] ?? whole));
}
