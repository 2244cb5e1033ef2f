import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '@lanthorn/base/assert.ts';
import type { BenchCluster } from './bench-cluster.ts';

/** The embedded API server is the cluster's process; a real one is a program of its own. */
export function apiServerPid({ process: child }: BenchCluster): number {
  const real = readdirSync('/proc').find(name => /^\d+$/.test(name) && commandOf(name).endsWith('/kube-apiserver'));
  return real === undefined ? must(child.pid, 'the cluster runs') : Number(real);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').split('\0')[0] ?? '';
  } catch (error) {
    // It has ended meanwhile.
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code))) return '';
    throw error;
  }
}

/** User and system time of a process (proc(5), fields 14 and 15, in ticks of 10 ms). */
export function cpuMs(pid: number): number {
  return ticksMs(`/proc/${pid}/stat`);
}

/** The same of its first thread alone: of a page's process the one that runs its script. */
export function mainThreadCpuMs(pid: number): number {
  return ticksMs(`/proc/${pid}/task/${pid}/stat`);
}

/** How long the first thread of a process was ready to run and had no core (proc(5), schedstat). */
export function waitedForCoreMs(pid: number): number {
  const [, waitedNs = '0'] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(waitedNs) / 1e6;
}

/** Memory of a process that is in the machine's. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

function ticksMs(path: string): number {
  const stat = readFileSync(path, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
