import { cpus } from 'node:os';
import { apiServerCost } from './api-server-cost.ts';
import { type BenchCluster, embedded, real } from './bench-cluster.ts';
import { contexts } from './contexts.ts';
import { interactions } from './interactions.ts';
import { listEncodings } from './list-encodings.ts';
import { lists } from './lists.ts';
import { pageInteractions } from './page.ts';
import { pixels } from './pixels.ts';
import { stop } from './processes.ts';
import { slowLink } from './slow-link.ts';
import { startUp } from './start-up.ts';
import { identities, tabs } from './tabs.ts';

// Question: what does Lanthorn cost above what cannot be avoided? Every figure stands beside its floor from the same run where there is
// one: the raw list of a plain client, an empty page, an empty program. Beyond one, tabs are protocol clients, not browsers.
// usage: npm run bench [-- --pods 10000,100000 --real 5000 --seconds 20 --tabs 1,50 --rates 200 --only lists,interactions,page,pixels,tabs,identities,apiserver,encodings,contexts,link]
// --real measures on a control plane that was built here

const option = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const numbers = (text: string) => text.split(',').filter(Boolean).map(Number);
const seconds = Number(option('seconds', '20'));
const rates = numbers(option('rates', '50,200,500,2000'));

const MEASURES: Readonly<Record<string, (cluster: BenchCluster) => Promise<void>>> = {
  lists: cluster => lists(cluster, seconds),
  interactions,
  page: pageInteractions,
  pixels: cluster => pixels(cluster, { seconds, rates }),
  tabs: cluster =>
    tabs(cluster, {
      seconds,
      counts: numbers(option('tabs', '1,10,50,200')),
      rates,
    }),
  identities,
  apiserver: cluster => apiServerCost(cluster, seconds),
  encodings: listEncodings,
  contexts,
  link: slowLink,
};
const chosen = option('only', Object.keys(MEASURES).join(',')).split(',');

async function measure(cluster: BenchCluster): Promise<void> {
  for (const name of chosen) await MEASURES[name]?.(cluster);
  await stop(cluster.process);
}

console.log(
  `${cpus()[0]?.model.trim()} × ${cpus().length}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}\n`,
);
console.log('| what | measured | floor in the same run | ratio |\n|---|---|---|---|');
if (chosen.includes('lists')) await startUp();
for (const pods of numbers(option('pods', '10000,100000'))) await measure(await embedded(pods));
for (const pods of numbers(option('real', ''))) await measure(await real(pods));
process.exit(0);
