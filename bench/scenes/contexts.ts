import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import YAML from 'yaml';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { folder, startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { ms, report } from '../instruments/report.ts';

const CONTEXTS = 300;
const DEAD = 280;

/** A cold start with many contexts of which most take a connection and never answer: the first that answers is usable how soon? */
export async function contexts(cluster: BenchCluster): Promise<void> {
  const config = YAML.parse(readFileSync(cluster.kubeconfig, 'utf8')) as {
    clusters: { name: string; cluster: object }[];
    contexts: { name: string; context: object }[];
  };
  const [first] = config.contexts;
  const silent = await silence();
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const names = Array.from({ length: CONTEXTS }, (_, i) => (i < DEAD ? `dead-${i}` : `alive-${i}`));
  const file = join(folder, 'contexts.yaml');
  writeFileSync(
    file,
    YAML.stringify({
      ...config,
      clusters: [
        ...config.clusters,
        { name: 'silent', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
      ],
      contexts: names.map(name => ({
        name,
        context: { ...first?.context, ...(name.startsWith('dead') ? { cluster: 'silent' } : {}) },
      })),
      'current-context': 'dead-0',
    }),
  );
  const from = performance.now();
  const lanthorn = await startLanthorn(file);
  const ready = performance.now() - from;
  // A page that was left open looks at dead ones too.
  const tabs = await Promise.all(Array.from({ length: 10 }, () => ProtocolTab.open(lanthorn.url)));
  for (const [i, tab] of tabs.entries()) void tab.openList(`dead-${i}`);
  const tab = await ProtocolTab.open(lanthorn.url);
  await tab.openList(`alive-${DEAD}`, { namespaces: [cluster.namespace] });
  report(
    `${CONTEXTS} contexts, ${DEAD} of which never answer: from the command to a complete list (budget 2 s)`,
    ms(performance.now() - from),
    `${ms(ready)} (until it is ready)`,
  );
  for (const each of [...tabs, tab]) each.close();
  await stop(lanthorn.process);
  silent.close();
}

function silence(): Promise<Server> {
  const server = createServer(socket => socket.on('error', () => socket.destroy()));
  server.unref();
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
