import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { kubeconfigText } from '../../apps/cluster/src/kubeconfig.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import type { Binaries } from '../../tools/control-plane-binaries.mjs';
import { Etcd } from './etcd.ts';

export interface ControlPlaneOptions {
  /** Of the API server; 0 takes any. */
  readonly port?: number;
  /** Where the kubeconfig goes; a file of its own where nothing is said. */
  readonly kubeconfig?: string;
  /** Without them nothing acts on objects: what is written is all that changes. */
  readonly hasControllers?: boolean;
  /** The scheduler alone, where there are no controllers: pods are given nodes, and nothing else happens to them. */
  readonly hasScheduler?: boolean;
}

export interface ControlPlane {
  readonly kubeconfig: string;
  readonly server: string;
  /** As administrator. */
  readonly source: UpstreamSource;
  readonly users: readonly { readonly name: string; readonly token: string; readonly namespace?: string }[];
  /** Killed, and started again on the same port and data; resolves when it answers. */
  restartApiServer(): Promise<void>;
  readonly etcd: Etcd;
  /** A file: by this certificate a kubelet knows the API server. */
  readonly kubeletClientCertificate: string;
  stop(): Promise<void>;
}

const USERS = [
  { name: 'admin', groups: 'system:masters' },
  { name: 'dana', groups: 'devs', namespace: 'shop' },
  { name: 'viewer', groups: 'devs' },
] as const;
/** An API server on two slow cores needs some twenty seconds for its first answer. */
const READY_MS = 120_000;
const READY_EVERY_MS = 200;

/** etcd, kube-apiserver and, if wished, its controllers and scheduler, on loopback, with a folder of their own; resolves when ready. */
export async function startControlPlane(binaries: Binaries, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { hasControllers = true, hasScheduler = hasControllers } = options;
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-control-plane-'));
  const processes = new Processes(folder);
  const [etcdPort, peerPort, freePort] = await freePorts(3);
  const port = options.port === undefined || options.port === 0 ? freePort : options.port;
  const etcd = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  processes.start(binaries.etcd, [
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ]);
  const keys = writeKeys(folder);
  const tokens = USERS.map(user => ({ ...user, token: randomBytes(16).toString('hex') }));
  const tokenFile = join(folder, 'tokens.csv');
  writeFileSync(tokenFile, tokens.map(({ token, name, groups }) => `${token},${name},${name},"${groups}"\n`).join(''));
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  const kubeletClient = { certificate: join(folder, 'kubelet-client.crt'), key: join(folder, 'kubelet-client.key') };
  const made = await createCertificate(Date.now());
  writeFileSync(kubeletClient.certificate, made.cert);
  writeFileSync(kubeletClient.key, made.key, { mode: 0o600 });
  const apiServer = [
    `--etcd-servers=${etcd}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${certificates}`,
    `--token-auth-file=${tokenFile}`,
    '--authorization-mode=RBAC',
    `--service-account-key-file=${keys.publicKey}`,
    `--service-account-signing-key-file=${keys.privateKey}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--kubelet-preferred-address-types=InternalIP',
    `--kubelet-client-certificate=${kubeletClient.certificate}`,
    `--kubelet-client-key=${kubeletClient.key}`,
  ];
  let running = processes.start(binaries.apiserver, apiServer);
  const server = `https://127.0.0.1:${port}`;
  const kubeconfig = options.kubeconfig ?? join(folder, 'kubeconfig.yaml');
  const certificate = join(certificates, 'apiserver.crt');
  const write = () => {
    const text = kubeconfigText({ server, certificate: readFileSync(certificate, 'utf8') }, tokens);
    writeFileSync(kubeconfig, text.replaceAll('lanthorn-demo', 'real'), { mode: 0o600 });
    const config = loadKubeconfig([kubeconfig]).contexts[0]?.config;
    if (config === null || config === undefined) throw new Error(`${kubeconfig} has no usable context`);
    return new UpstreamSource(config, systemClock);
  };
  try {
    const source = await processes.until(write, isReady);
    const common = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
    if (hasScheduler) processes.start(binaries.scheduler, common);
    if (hasControllers) {
      processes.start(binaries.controllerManager, [
        ...common,
        `--service-account-private-key-file=${keys.privateKey}`,
        `--root-ca-file=${certificate}`,
        // Simulated nodes do not renew their leases.
        '--node-monitor-grace-period=24h',
      ]);
      await processes.until(() => source, hasServiceAccounts);
    }
    return {
      kubeconfig,
      server,
      source,
      users: tokens,
      restartApiServer: async () => {
        await running.stop();
        running = processes.start(binaries.apiserver, apiServer);
        await processes.until(() => source, isReady);
      },
      etcd: new Etcd(etcd),
      kubeletClientCertificate: kubeletClient.certificate,
      stop: async () => {
        await source.close();
        await processes.stop();
      },
    };
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

async function isReady(source: UpstreamSource): Promise<boolean> {
  const { status } = await answer(source, '/readyz');
  return status === 200;
}

/** The first thing the controllers do that others wait for. */
async function hasServiceAccounts(source: UpstreamSource): Promise<boolean> {
  const { status } = await answer(source, '/api/v1/namespaces/default/serviceaccounts/default');
  return status === 200;
}

async function answer(source: UpstreamSource, path: string): Promise<{ status: number }> {
  const response = await source.send({ method: 'GET', path });
  await readBody(response);
  return { status: response.status };
}

function writeKeys(folder: string): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const files = { publicKey: join(folder, 'service-account.pub'), privateKey: join(folder, 'service-account.key') };
  writeFileSync(files.publicKey, publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(files.privateKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return files;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>(resolve => {
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  return servers.map(server => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
}

/**
 * A program ends with the one that started it, also where that is killed: a shell that no signal ends holds a pipe from us and kills
 * its child when the pipe ends. Killed, since an API server whose etcd is gone takes a minute to end in order.
 */
const GUARD = `trap '' INT TERM HUP; exec 3<&0; "$@" </dev/null 3<&- & child=$!; cat <&3 >/dev/null; kill -9 $child; wait $child`;
const LAST_LINES = 15;

class Processes {
  readonly #folder: string;
  readonly #running: { readonly log: string; readonly guard: ChildProcess }[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  start(program: string, args: readonly string[]): { stop(): Promise<void> } {
    const log = join(this.#folder, `${this.#running.length}.log`);
    const output = openSync(log, 'a');
    const guard = spawn('sh', ['-c', GUARD, 'sh', program, ...args], { stdio: ['pipe', output, output] });
    this.#running.push({ log, guard });
    return { stop: () => ended(guard) };
  }

  /** Tries again and again until it holds; in the end the last words of all programs are the reason. */
  async until<T>(make: () => T, holds: (value: T) => Promise<boolean>): Promise<T> {
    const end = Date.now() + READY_MS;
    let last = 'no answer';
    while (Date.now() < end) {
      try {
        const value = make();
        if (await holds(value)) return value;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        last = error.message;
      }
      await new Promise(resolve => setTimeout(resolve, READY_EVERY_MS));
    }
    const words = this.#running.map(({ log }) =>
      readFileSync(log, 'utf8').trim().split('\n').slice(-LAST_LINES).join('\n'),
    );
    throw new Error(`the control plane is not ready after ${READY_MS / 1000} s: ${last}\n${words.join('\n---\n')}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map(({ guard }) => ended(guard)));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function ended(guard: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (guard.exitCode !== null) return resolve();
    guard.once('exit', () => resolve());
    guard.stdin?.end();
    return undefined;
  });
}
