// Loaded beside the program (node --import): writes the longest block of its event loop and its memory, once a second.
// What happens in the first second, while modules load, is start-up and measured as such.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
setTimeout(() => delay.reset(), 1000).unref();
let peakRss = 0;
let alive = 0;
// What is left when all garbage is collected, measured when asked.
process.on('SIGUSR2', () => {
  globalThis.gc();
  alive = process.memoryUsage().heapUsed;
});
let longestGcMs = 0;
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) longestGcMs = Math.max(longestGcMs, duration);
}).observe({ entryTypes: ['gc'] });
setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  peakRss = Math.max(peakRss, rss);
  // Whoever reads it meanwhile reads the whole of the one before.
  const unfinished = `${process.env.LOOP_REPORT}.unfinished`;
  writeFileSync(
    unfinished,
    JSON.stringify({
      longestGcMs,
      longestBlockMs: delay.max / 1e6,
      p99BlockMs: delay.percentile(99) / 1e6,
      rss,
      peakRss,
      heapUsed,
      alive,
      cpuMs: (user + system) / 1000,
    }),
  );
  renameSync(unfinished, process.env.LOOP_REPORT);
}, 1000).unref();
