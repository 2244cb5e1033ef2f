import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { firstLoad } from '../../tools/first-load.mjs';
import { root, started, stop } from '../instruments/processes.ts';
import { ms, report } from '../instruments/report.ts';

export async function startUp(): Promise<void> {
  report('first load: gzip JavaScript (budget 250 KB)', `${firstLoad(join(root, 'dist/page')).kb.toFixed(0)} KB`);
  const empty = await best(3, async () => {
    const from = performance.now();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise(resolve => {
      child.once('exit', resolve);
    });
    return performance.now() - from;
  });
  const ready = await best(3, async () => {
    const from = performance.now();
    const child = spawn(process.execPath, [join(root, 'dist/lanthorn.mjs'), '--demo', '--no-open', '--port', '0']);
    await started(child, /ready at/);
    const took = performance.now() - from;
    await stop(child);
    return took;
  });
  report('start: command to ready, demo included (budget 1 s)', ms(ready), `${ms(empty)} (empty Node program)`);
}

async function best(times: number, measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) least = Math.min(least, await measure());
  return least;
}
