import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { cachedKubelet } from '../../../tools/control-plane-binaries.mjs';
import type { ControlPlane } from '../control-plane.ts';
import { BRIDGE_ADDRESS, containerdConfig, kubeletConfig, networkConfig } from './node-config.ts';
import { writeImages } from './node-image.ts';

/** As it is called in its cluster. */
export const REAL_NODE = 'real-node';
/** One node at a time: guard.sh sweeps what is there before. */
export const NODE_FOLDER = join(tmpdir(), 'lanthorn-real-node');

/** Of Debian's packages `containerd runc containernetworking-plugins busybox-static iproute2`; the last three are everywhere. */
const PROGRAMS = ['containerd', 'containerd-shim-runc-v2', 'ctr', 'runc', 'busybox', 'ip', 'unshare', 'flock', 'tar'];
const PLUGIN_FOLDERS = ['/usr/lib/cni', '/opt/cni/bin'];
const PLUGINS = ['bridge', 'host-local', 'loopback'];
/** It takes ten seconds on an idle machine. */
const READY_MS = 120_000;
const READY_EVERY_MS = 200;
/** As guard.sh waits for another node, and a moment. */
const TURN_MS = 310_000;
const LAST_LINES = 15;

export interface RealNode {
  /** Resolves when nothing of it is left: no process, mount, bridge, control group or file. */
  stop(): Promise<void>;
}

/** What a real node needs and this machine has not; nothing where one can be started. */
export function missingParts(kubelet = cachedKubelet()): string[] {
  if (process.platform !== 'linux') return ['Linux'];
  return [
    ...(process.getuid?.() === 0 ? [] : ['the rights of root']),
    ...PROGRAMS.filter(name => findProgram(name) === null),
    ...(pluginFolder() === null ? ['the plugins of CNI'] : []),
    ...(kubelet === null ? ['a kubelet (npm run real-cluster -- --real-node builds it)'] : []),
  ];
}

/** A kubelet with containerd and runc, as the node `real-node` of this cluster; resolves when it is ready. */
export async function startRealNode(plane: ControlPlane): Promise<RealNode> {
  const [kubelet, plugins, busybox] = [cachedKubelet(), pluginFolder(), findProgram('busybox')];
  const missing = missingParts();
  if (kubelet === null || plugins === null || busybox === null || missing.length > 0)
    throw new Error(`there is no real node without ${missing.join(', ')}`);
  // In a session of its own: who ends the group that started it ends the pipe, and with it the node, in order.
  const guard = spawn('sh', [join(import.meta.dirname, 'guard.sh'), NODE_FOLDER], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const stop = () => ended(guard);
  try {
    await turn(guard);
    writeFiles(plane, { plugins, busybox });
    guard.stdin.write(`${BRIDGE_ADDRESS} ${kubelet} ${REAL_NODE}\n`);
    await ready(plane.source, guard);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function writeFiles(plane: ControlPlane, { plugins, busybox }: { plugins: string; busybox: string }): void {
  const at = (name: string) => join(NODE_FOLDER, name);
  mkdirSync(at('network'));
  writeFileSync(at('network/lanthorn.conflist'), JSON.stringify(networkConfig()));
  writeFileSync(at('containerd.toml'), containerdConfig(NODE_FOLDER, plugins));
  writeFileSync(at('kubelet.json'), JSON.stringify(kubeletConfig(NODE_FOLDER, plane.kubeletClientCertificate)));
  copyFileSync(plane.kubeconfig, at('kubeconfig.yaml'));
  writeImages(at('images.tar'), busybox);
}

/** Another test may have a node. */
async function turn(guard: ChildProcess): Promise<void> {
  const [said] = await Promise.race([
    once(guard.stdout ?? guard, 'data', { signal: AbortSignal.timeout(TURN_MS) }),
    once(guard, 'exit'),
  ]);
  if (String(said).trim() !== 'ready') throw new Error('the real node did not get its turn');
}

async function ready(source: ApiSource, guard: ChildProcess): Promise<void> {
  const end = Date.now() + READY_MS;
  while (Date.now() < end && guard.exitCode === null) {
    const response = await source.send({ method: 'GET', path: `/api/v1/nodes/${REAL_NODE}` });
    const node = JSON.parse(await readBody(response)) as KubeObject;
    if (response.status === 200 && findCondition(node, 'Ready')?.['status'] === 'True') return;
    await new Promise(resolve => setTimeout(resolve, READY_EVERY_MS));
  }
  const words = ['node', 'containerd', 'kubelet'].map(lastWords);
  throw new Error(`the real node is not ready after ${READY_MS / 1000} s:\n${words.join('\n---\n')}`);
}

function lastWords(name: string): string {
  try {
    return readFileSync(join(NODE_FOLDER, `${name}.log`), 'utf8')
      .trim()
      .split('\n')
      .slice(-LAST_LINES)
      .join('\n');
  } catch (error) {
    if (getPath(error, 'code') === 'ENOENT') return `${name} did not start`;
    throw error;
  }
}

async function ended(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const end = once(guard, 'exit');
  guard.stdin?.end();
  await end;
}

function findProgram(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map(folder => join(folder, name)).find(isExecutable) ?? null;
}

function pluginFolder(): string | null {
  return PLUGIN_FOLDERS.find(folder => PLUGINS.every(name => isExecutable(join(folder, name)))) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (getPath(error, 'code') === undefined) throw error;
    return false;
  }
}
