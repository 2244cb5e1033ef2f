import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import YAML from 'yaml';
import { must } from '@lanthorn/base/assert.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { startCachedLists } from '../instruments/cached-lists.ts';
import { heapOf } from '../instruments/heap-of.ts';
import { folder, startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { mb, ms, report, sleep } from '../instruments/report.ts';

const CLUSTERS = 20;

/**
 * As many contexts as one list takes in at once, of one API server: to Lanthorn each is a cluster with lists, watches and rows of its own,
 * and the machine holds the objects once. Their pages of pods are told from memory, so that not this one API server is waited for.
 */
export async function fleet({ kubeconfig, label }: BenchCluster): Promise<void> {
  const config = YAML.parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: { name: string; cluster: { server: string } }[];
    contexts: { name: string; context: object }[];
    users: { user: { token: string } }[];
  };
  const whole = must(config.clusters[0], 'there is the cluster that is measured');
  const cached = await startCachedLists(
    whole.cluster.server,
    must(config.users[0], 'the administrator comes first').user.token,
  );
  config.clusters = [{ name: whole.name, cluster: { server: cached.url } }];
  const names = Array.from({ length: CLUSTERS }, (_, i) => `c${String(i).padStart(2, '0')}`);
  const file = join(folder, 'fleet.yaml');
  const contexts = names.map(name => ({ name, context: config.contexts[0]?.context }));
  writeFileSync(file, YAML.stringify({ ...config, contexts, 'current-context': names[0] }));
  const what = `${CLUSTERS} clusters of ${label} as one list`;

  const single = await startLanthorn(file);
  const alone = await ProtocolTab.open(single.url);
  const one = await alone.openList('c00');
  alone.close();
  await stop(single.process);

  const lanthorn = await startLanthorn(file);
  const tab = await ProtocolTab.open(lanthorn.url);
  const [cluster = '', ...others] = names;
  const all = await tab.openList(cluster, { others });
  report(
    `${what}: first rows (budget 1.5 ×)`,
    ms(all.firstMs),
    `${ms(one.firstMs)} (one of them)`,
    ratio(all.firstMs, one.firstMs),
  );
  report(
    `${what}: complete, exact counts of ${tab.total.toLocaleString('en')} rows`,
    ms(all.allMs),
    `${ms(one.allMs)} (one of them)`,
    ratio(all.allMs, one.allMs),
  );
  report(`${what}: server memory, resident (budget 1.5 GB at 1,000,000)`, mb(lanthorn.report().rss));
  for (const column of ['name', 'restarts', 'node', 'cluster', 'age'])
    report(`${what}: sorted by ${column} (budget 3 s)`, ms(await tab.ask({ sort: [{ column, descending: true }] })));
  report(`${what}: filtered by a cluster and a state`, ms(await tab.ask({ filter: 'cluster=c07 status=Running' })));
  tab.close();
  const browser = await launchBrowser();
  const { page } = await openPage(browser, `${lanthorn.url}c/${names.join('+')}/pods`);
  await page.getByRole('row').nth(5).waitFor({ timeout: 120_000 });
  await sleep(SETTLED_MS);
  report(`${what}: heap of the tab (budget 80 MB)`, mb(await heapOf(page)));
  await browser.close();
  await stop(lanthorn.process);
  cached.close();
}

/** The page has drawn what there is. */
const SETTLED_MS = 5_000;

function ratio(ours: number, floor: number): string {
  return (ours / floor).toFixed(2);
}
