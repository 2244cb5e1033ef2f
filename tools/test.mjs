#!/usr/bin/env node
// All tests, in their short variants (--long: the long ones). Ends with one line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedBinaries, cachedKubelet } from './control-plane-binaries.mjs';
import { checkNode, ensureInstalled, ensurePage, ensureServer, root } from './setup.mjs';

checkNode();
ensureInstalled();
ensurePage();
await ensureServer();
const isLong = process.argv.includes('--long');
const rest = process.argv.slice(2).filter(argument => argument !== '--long');
const report = join(root, '.cache/test-report.json');
mkdirSync(join(root, '.cache'), { recursive: true });
const env = {
  ...process.env,
  ...(isLong
    ? {
        PROPERTY_RUNS: '2000',
        SIMULATION_RUNS: '20000',
        CHAOS_RUNS: '200',
        DRAIN_CASES: '240',
        LONG_LIFECYCLES: '1',
        LONG_JOURNEYS: '1',
        SOAK_SECONDS: '3600',
      }
    : {}),
};
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile=${report}`, ...rest],
  { cwd: root, stdio: 'inherit', env },
);
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, success } = JSON.parse(
  readFileSync(report, 'utf8'),
);
if (numPendingTests > 0) console.log(`${numPendingTests} skipped`);
// A suite that could not even start counts as a failure.
const failed = Math.max(
  numFailedTests,
  success ? 0 : Math.max(1, numFailedTests, numFailedTests === 0 ? numFailedTestSuites : 0),
);
const hasReal = cachedBinaries() !== null || process.env.CONFORMANCE_KUBECONFIG !== undefined;
if (!hasReal)
  console.log(
    'The real half of the conformance suite did not run: no control plane was built here (npm run real-cluster).',
  );
if (cachedKubelet() === null)
  console.log('The tests on a real node did not run: no kubelet was built here (npm run real-cluster -- --real-node).');
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exit(status ?? 1);
