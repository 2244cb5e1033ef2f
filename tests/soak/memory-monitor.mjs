// Loaded into Lanthorn (node --import): once a second what is still alive after a full collection, and what is still open.
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const start = process.hrtime.bigint();

setInterval(() => {
  gc();
  const open = {};
  for (const type of process.getActiveResourcesInfo()) open[type] = (open[type] ?? 0) + 1;
  const seconds = Number((process.hrtime.bigint() - start) / 1_000_000_000n);
  // Somebody reads it at any moment, and whole.
  const unfinished = `${process.env.SOAK_REPORT}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify({ seconds, heapUsed: process.memoryUsage().heapUsed, open }));
  renameSync(unfinished, process.env.SOAK_REPORT);
}, 1000).unref();
