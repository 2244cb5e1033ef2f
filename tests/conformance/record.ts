import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, deepEqual } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { realLiveTarget, realTarget } from './conformance-target.ts';
import { LIFECYCLES, LONG_LIFECYCLES } from './lifecycles/all-lifecycles.ts';
import { type Exchange, playScenario, type Scenario, type Theatre } from './scenario.ts';
import { hasRealNode } from '../real-cluster/node/node-suite.ts';
import { SCENARIOS } from './scenarios/all-scenarios.ts';
import { recordShell } from './shell/record-shell.ts';
import { recordStreams } from './streams/record-streams.ts';
import { deriveRules } from './validation/derive-rules.ts';
import { VALIDATION } from './validation/validation.ts';

// Plays every scenario on a real control plane and keeps what it answered: `npm run conformance:record [-- NAME …]`.

const folder = join(import.meta.dirname, 'recorded/exchanges');

/** What the embedded server knows of fields follows from what the real one refused. */
const rules = join(import.meta.dirname, '../../packages/apiserver/src/data/field-rules.json');

const wanted = process.argv.slice(2);
for (const [scenarios, start] of [
  [SCENARIOS, realTarget],
  [[...LIFECYCLES, ...LONG_LIFECYCLES], realLiveTarget],
] as const) {
  const chosen = scenarios.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length > 0) await record(chosen, await start());
}
// This needs busybox.
if (wanted.includes('shell')) recordShell();
// These need a real node.
if (wanted.includes('streams') || (wanted.length === 0 && hasRealNode)) await recordStreams();

async function record(scenarios: readonly Scenario[], target: Theatre & { stop(): Promise<void> }): Promise<void> {
  const answered = await target.source.send({ method: 'GET', path: '/version' });
  const version = asObject(JSON.parse(await readBody(answered)))['gitVersion'];
  for (const scenario of scenarios) {
    const exchanges = await playScenario(scenario, target);
    keep(scenario.name, String(version), exchanges);
    if (scenario === VALIDATION) writeFileSync(rules, `${JSON.stringify(deriveRules(exchanges))}\n`);
  }
  await target.stop();
}

function keep(name: string, version: string, exchanges: readonly Exchange[]): void {
  const file = join(folder, `${name}.json`);
  const before = readRecorded(file);
  const changed = exchanges.filter(
    exchange =>
      !deepEqual(
        exchange,
        before.find(({ title }) => title === exchange.title),
      ),
  );
  const gone = before.filter(({ title }) => !exchanges.some(exchange => exchange.title === title));
  writeFileSync(file, `${writeJson({ version, exchanges }, 1)}\n`);
  console.log(`${name}: ${exchanges.length} answers, ${changed.length} changed, ${gone.length} gone`);
  for (const { title } of changed) console.log(`  changed: ${title}`);
  for (const { title } of gone) console.log(`  gone: ${title}`);
}

function readRecorded(file: string): readonly Exchange[] {
  try {
    return (parseJson(readFileSync(file, 'utf8')) as { exchanges: Exchange[] }).exchanges;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
