import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { apiServerCost } from './scenes/api-server-cost.ts';
import { type BenchCluster, embedded, real } from './instruments/bench-cluster.ts';
import { contexts } from './scenes/contexts.ts';
import { echo } from './scenes/echo.ts';
import { fleet } from './scenes/fleet.ts';
import { followedLogs } from './scenes/followed-logs.ts';
import { interactions } from './scenes/interactions.ts';
import { kinds } from './scenes/kinds.ts';
import { listEncodings } from './scenes/list-encodings.ts';
import { lists } from './scenes/lists.ts';
import { logs } from './scenes/logs.ts';
import { pageInteractions } from './scenes/page.ts';
import { pixels } from './scenes/pixels.ts';
import { search } from './scenes/search.ts';
import { stop } from './instruments/processes.ts';
import { streams } from './scenes/streams.ts';
import { slowLink } from './scenes/slow-link.ts';
import { startUp } from './scenes/start-up.ts';
import { identities, tabs } from './scenes/tabs.ts';

// Question: what does Lanthorn cost above what cannot be avoided? Every figure stands beside its floor from the same run where there is
// one: the raw list of a plain client, an empty page, an empty program. Beyond one, tabs are protocol clients, not browsers.

interface Options {
  readonly pods: readonly number[];
  readonly real: readonly number[];
  readonly seconds: number;
  readonly tabs: readonly number[];
  readonly rates: readonly number[];
  readonly only: readonly string[];
}

const MEASURES: Readonly<Record<string, (cluster: BenchCluster, options: Options) => Promise<void>>> = {
  lists: (cluster, { seconds }) => lists(cluster, seconds),
  interactions,
  page: pageInteractions,
  pixels,
  tabs: (cluster, { tabs: counts, ...options }) => tabs(cluster, { ...options, counts }),
  identities,
  apiserver: (cluster, { seconds }) => apiServerCost(cluster, seconds),
  encodings: listEncodings,
  contexts,
  link: slowLink,
  fleet,
  kinds,
  search,
  // In a cluster of its own.
  logs: (_cluster, { seconds }) => logs(seconds),
  streams: (_cluster, { seconds }) => streams(seconds),
  followed: (_cluster, { seconds }) => followedLogs(seconds),
  echo: () => echo(),
};

function numbers(text: string): number[] {
  const parts = text.split(',').filter(Boolean);
  if (!parts.every(part => /^\d+$/.test(part)))
    throw new InvalidArgumentError('Whole numbers with commas are expected.');
  return parts.map(Number);
}

function names(text: string): string[] {
  const chosen = text.split(',');
  const unknown = chosen.find(name => MEASURES[name] === undefined);
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no “${unknown}”; choose of ${Object.keys(MEASURES).join(', ')}.`);
  return chosen;
}

async function measure(cluster: BenchCluster, options: Options): Promise<void> {
  for (const name of options.only) await MEASURES[name]?.(cluster, options);
  await stop(cluster.process);
}

await new Command('bench')
  .description('Measures a release of Lanthorn, and writes the table of it.')
  .option('--pods <numbers>', 'sizes of embedded clusters to measure on', numbers, [10_000, 100_000])
  .option('--real <numbers>', 'sizes of real control planes, built here, to measure on', numbers, [])
  .option('--seconds <number>', 'how long each rate of writes lasts', text => numbers(text)[0] ?? 0, 20)
  .option('--tabs <numbers>', 'how many tabs there are at a time', numbers, [1, 10, 50, 200])
  .option('--rates <numbers>', 'writes a second', numbers, [50, 200, 500, 2_000])
  .option('--only <names>', `some of ${Object.keys(MEASURES).join(', ')}`, names, Object.keys(MEASURES))
  .action(async (options: Options) => {
    const date = new Date().toISOString().slice(0, 10);
    console.log(`${cpus()[0]?.model.trim()} × ${cpus().length}, Node ${process.versions.node}, ${date}\n`);
    console.log('| what | measured | floor in the same run | ratio |\n|---|---|---|---|');
    if (options.only.includes('lists')) await startUp();
    for (const pods of options.pods) await measure(await embedded(pods), options);
    for (const pods of options.real) await measure(await real(pods), options);
  })
  .parseAsync();
process.exit(0);
