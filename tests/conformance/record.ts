import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, deepEqual } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api-request.ts';
import { realTarget } from './conformance-target.ts';
import { type Exchange, playScenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/all-scenarios.ts';

// Plays every scenario on a real control plane and keeps what it answered: `npm run conformance:record [-- NAME …]`.

const folder = join(import.meta.dirname, 'recorded/exchanges');

const target = await realTarget();
const version = asObject(JSON.parse(await readBody(await target.source.send({ method: 'GET', path: '/version' }))))[
  'gitVersion'
];
const wanted = process.argv.slice(2);
for (const scenario of SCENARIOS) {
  if (wanted.length > 0 && !wanted.includes(scenario.name)) continue;
  const exchanges = await playScenario(scenario, target.source);
  const file = join(folder, `${scenario.name}.json`);
  const before = readRecorded(file);
  const changed = exchanges.filter(
    exchange =>
      !deepEqual(
        exchange,
        before.find(({ title }) => title === exchange.title),
      ),
  );
  const gone = before.filter(({ title }) => !exchanges.some(exchange => exchange.title === title));
  writeFileSync(file, `${JSON.stringify({ version, exchanges }, null, 1)}\n`);
  console.log(`${scenario.name}: ${exchanges.length} answers, ${changed.length} changed, ${gone.length} gone`);
  for (const { title } of changed) console.log(`  changed: ${title}`);
  for (const { title } of gone) console.log(`  gone: ${title}`);
}
await target.stop();

function readRecorded(file: string): readonly Exchange[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] }).exchanges;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
