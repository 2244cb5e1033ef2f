import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { accessSync, chmodSync, constants, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP, type UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { scaledClock } from '@lanthorn/base/scaled-clock.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { DEMO_AGE_MS, startDemoCluster } from '@lanthorn/controllers/demo-cluster.ts';
import { callWebhook } from './call-webhook.ts';
import { ContainerRuntime } from './container/container-runtime.ts';
import { sourcesOf } from './streaming/mounted-sources.ts';
import { watchEnds } from './streaming/container-end.ts';
import { followLog } from './streaming/follow-log.ts';
import { StreamUpgrade } from './streaming/stream-upgrade.ts';
import { Churn } from './churn.ts';
import { createCertificate } from './certificate.ts';
import { createListener } from './http-listener.ts';
import { inSlices } from './in-slices.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { systemClock } from './container/system/system-clock.ts';
import { LOG_LEVELS, type LogLevel, standardErrorLogger } from './standard-error-logger.ts';
import { Tokens } from './tokens.ts';

interface Options {
  readonly port: number;
  readonly kubeconfig?: string;
  readonly pods: number;
  readonly seed?: number;
  readonly speed: number;
  readonly churn: boolean;
  readonly logLevel: LogLevel;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return Number(text);
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1000)) throw new InvalidArgumentError('A number above 0, at most 1000, is expected.');
  return value;
}

const USERS: readonly (UserInfo & { readonly namespace?: string })[] = [
  { username: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] },
  { username: 'dana', groups: [AUTHENTICATED_GROUP], namespace: 'shop' },
  { username: 'viewer', groups: [AUTHENTICATED_GROUP] },
];

async function serve(options: Options): Promise<void> {
  const stop = new AbortController();
  // Every controller and watch listens for the end; that many listeners are no leak.
  setMaxListeners(0, stop.signal);
  const clock = scaledClock(systemClock, options.speed);
  const random = seededRandom(options.seed ?? randomInt(2 ** 31));
  const tokens = new Tokens(clock);
  const server = new ApiServer({
    clock,
    random,
    tokens,
    callWebhook,
    since: clock.now() - DEMO_AGE_MS,
  });
  const admin = server.as(USERS[0] as UserInfo);
  const certificate = await createCertificate(systemClock.now());
  const commands = new ContainerRuntime(clock, sourcesOf(server));
  const streams = new StreamUpgrade({
    runtime: commands,
    follow: (pod, container, signal) => followLog(server.kubelet, { pod, container, signal }),
    watchEnd: watchEnds(server.storage),
  });
  const listener = createListener({ server, tokens, certificate, streams });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port, '127.0.0.1', resolve);
  }).catch((error: unknown) => fail(`--port ${options.port}`, error));
  if (options.kubeconfig !== undefined) checkFolder(options.kubeconfig);
  const load = server.load.bind(server);
  server.kubelet = await startDemoCluster({
    source: inSlices(admin, systemClock),
    load,
    clock,
    random,
    logger: standardErrorLogger(options.logLevel),
    signal: stop.signal,
    pods: options.pods,
    certificateAuthority: certificate.cert,
    commands,
  });
  if (options.churn) await followRates(admin);
  const url = `https://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  if (options.kubeconfig !== undefined) {
    const users = USERS.map(user => ({
      name: user.username,
      token: tokens.issue(user),
      ...(user.namespace === undefined ? {} : { namespace: user.namespace }),
    }));
    writeKubeconfig(options.kubeconfig, kubeconfigText({ server: url, certificate: certificate.cert }, users));
  }
  console.log(
    `The embedded cluster is ready at ${url}${options.kubeconfig === undefined ? '' : `; kubectl --kubeconfig ${options.kubeconfig} get pods`}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort();
      listener.closeAllConnections();
      listener.close(() => process.exit(0));
    });
  }
}

/** Known before the cluster is filled, which may take a while; the file is written when all is ready. */
function checkFolder(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    fail(`--kubeconfig ${file}`, error);
  }
}

function writeKubeconfig(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
    chmodSync(file, 0o600);
  } catch (error) {
    fail(`--kubeconfig ${file}`, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use; choose another one, or 0 for a free one',
  EACCES: 'it is not permitted',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
};

/** What the system refuses is for the person who started it; anything else is a fault of ours and keeps its trace. */
function fail(option: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  if (reason === undefined) throw error;
  console.error(`${option}: ${reason}`);
  process.exit(1);
}

/** Each line of standard input is how many writes a second there are from then on. */
async function followRates(source: ApiSource): Promise<void> {
  const churn = await Churn.of(source);
  createInterface({ input: process.stdin }).on('line', line => {
    churn.rate = wholeNumber(line.trim());
  });
}

await new Command('cluster')
  .description('Serves the embedded demo cluster alone, for kubectl and other clients. It listens on loopback only.')
  .option('--port <number>', 'port to listen on; 0 takes a free one', portNumber, 0)
  .option('--kubeconfig <file>', 'write a kubeconfig with the contexts of its three users there')
  .option('--pods <number>', 'further pods, for size', wholeNumber, 0)
  .option('--seed <number>', 'makes names and fates the same every time', wholeNumber)
  .option('--speed <factor>', 'how many times faster than real time it lives', positiveNumber, 1)
  .option('--churn', 'write to some pods as often a second as lines on standard input say, for measuring', false)
  .addOption(
    new Option('--log-level <level>', 'what controllers and nodes say of themselves, on standard error')
      .choices(LOG_LEVELS)
      .default('error'),
  )
  .action(serve)
  .parseAsync();
