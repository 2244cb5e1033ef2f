import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import pino from 'pino';
import type { Logger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ClusterTroubleKind } from '@lanthorn/protocol/http/cluster-messages.ts';
import { kubeconfigFiles } from './cli/kubeconfig-files.ts';
import { checkPacks } from './cli/pack-command.ts';
import { createProgram, type ScheduleOptions, type ServeOptions } from './cli/program.ts';
import { readAllowed, rulesOf } from './cli/cluster-rules.ts';
import { answerLines, type Output, printSchedule } from './cli/schedule-command.ts';
import { aside, outliveReaders, terminal, terminalLog } from './cli/terminal.ts';
import { DEMO_NAME } from './demo-name.ts';
import { Faults } from './faults/faults.ts';
import { listPageFiles } from './http/routes/page-files.ts';
import { ownHostName } from './http/own-host.ts';
import { WebServer } from './http/web-server.ts';
import type { HistoryStatus } from './history/stores/history-status.ts';
import { dataFolder, openHistory } from './history/open-history.ts';
import { type AuditLog, openAuditLog } from './operations/log/audit-log.ts';
import { OwnPacks } from './packs/own-packs.ts';
import { problemText } from './packs/pack-file.ts';
import { PackLibrary } from './packs/pack-library.ts';
import { restingHeap } from './services/resting-heap.ts';
import { startBackend } from './services/start-backend.ts';
import { systemClock } from './system-clock.ts';
import { clusterHealth } from './upstream/cluster-health.ts';
import { clusterKey } from './upstream/cluster-key.ts';
import { Clusters } from './upstream/clusters.ts';
import { UpstreamMeter } from './upstream/sources/upstream-meter.ts';
import { type Kubeconfig, placeOf } from './upstream/kubeconfig/context-config.ts';
import { loadKubeconfig } from './upstream/kubeconfig/kubeconfig.ts';
import { OWNER } from './upstream/identity.ts';

/** Replaced by the build; in development it is what package.json says. */
declare const LANTHORN_VERSION: string | undefined;
const VERSION = typeof LANTHORN_VERSION === 'string' ? LANTHORN_VERSION : '0.1.0-dev';
/** Set by the build: where the page lies beside the bundled server. */
declare const LANTHORN_PAGE: string | undefined;
const PAGE_FOLDER = join(import.meta.dirname, typeof LANTHORN_PAGE === 'string' ? LANTHORN_PAGE : '../../web/dist');
/** Set by the build: where the packs lie beside the bundled server. */
declare const LANTHORN_PACKS: string | undefined;
const PACKS_FOLDER = join(
  import.meta.dirname,
  typeof LANTHORN_PACKS === 'string' ? LANTHORN_PACKS : '../../../packages/views/packs',
);

const DEFAULT_PORT = 7420;
/** Ports tried after the usual one, before it says so. */
const PORT_ATTEMPTS = 20;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

async function serve(options: ServeOptions): Promise<void> {
  if (!LOOPBACK.has(options.host)) {
    fail(
      `--host ${options.host}: Lanthorn listens on loopback only, because it has no sign-in yet. Use 127.0.0.1, ::1 or localhost.`,
    );
  }
  const logger: Logger = pino({ level: options.logLevel }, terminalLog);
  const faults = new Faults(logger);
  const named = options.demo ? { files: [], isExplicit: false } : kubeconfigFiles(options.kubeconfig, process.env);
  const kubeconfig = loadKubeconfig(named.files, process.env, named);
  for (const { file, line, message } of kubeconfig.problems) terminal.error(`${placeOf({ file, line })}: ${message}`);
  const meter = new UpstreamMeter();
  const current = currentContext(kubeconfig, options.context);
  checkContexts(kubeconfig, '--read-only-in', options.readOnlyIn);
  checkContexts(kubeconfig, '--reason-in', options.reasonIn);
  const allowed = readAllowed(options.allow);
  if ('wrong' in allowed) fail(`--allow ${allowed.wrong}.`);
  checkContexts(kubeconfig, '--allow', [...allowed.keys()]);
  const clusters = new Clusters(kubeconfig, {
    identity: OWNER,
    clock: systemClock,
    meter,
    rules: rulesOf(options, allowed),
  });
  let shown = current;
  const startDemo = async () => {
    const { startDemo: start } = await import('./demo.ts');
    if (clusters.get(clusterKey(DEMO_NAME, OWNER)) === undefined) clusters.add(start(systemClock, logger));
    return DEMO_NAME;
  };
  // Whoever has a kubeconfig meant it: where it cannot be read the page says so, and the demo is for them to open.
  const isDemo = kubeconfig.contexts.length === 0 && kubeconfig.problems.every(({ isFatal }) => !isFatal);
  if (isDemo) shown = await startDemo();
  // Nothing of a demo outlasts it: its objects are new each time.
  const folder = options.data ?? (isDemo ? null : dataFolder(process.env));
  const history = openHistory(folder, { clock: systemClock, keepRuns: options.keepRuns });
  sayHistoryProblems(history.status, logger);
  const audit = options.auditLog === undefined ? null : auditLogAt(options.auditLog, logger);
  const backend = startBackend({
    audit,
    identity: OWNER,
    clusters,
    clock: systemClock,
    random: seededRandom(randomInt(2 ** 31)),
    history,
    meter,
    packs: new PackLibrary(PACKS_FOLDER, ownPacks(options.packs)),
    faults,
    logger,
    version: VERSION,
    currentCluster: () => shown,
    kubeconfigProblems: kubeconfig.problems,
    startDemo,
  });
  const server = new WebServer({
    host: options.host,
    ownName: ownHostName(folder),
    files: listPageFiles(PAGE_FOLDER),
    services: backend.services,
    onUsedAddress: () => printAgain(),
    onPage: restingHeap(systemClock),
  });
  await listen(server, options.port);
  // Until here an error ends the start, and says so.
  faults.watchProcess(process);
  outliveReaders();
  // Where standard output is the audit log's, it has nothing else.
  const shownIn = options.auditLog === '-' ? aside : terminal;
  const printAgain = atMostEvery(REPRINT_MS, () => printAddress(server, shownIn));
  printAddress(server, shownIn);
  stopOnSignals(() => backend.close(server));
  if (options.open) {
    const { default: open } = await import('open');
    await open(server.newOpenerAddress()).catch((error: unknown) =>
      logger.warn({ error: String(error) }, 'no browser could be opened'),
    );
  }
  await reportContexts(kubeconfig, clusters, current);
}

/** Says what is wrong with them, now and after each change. */
function ownPacks(folder: string | undefined): OwnPacks | null {
  if (folder === undefined) return null;
  return new OwnPacks(folder, problems => {
    for (const problem of problems) terminal.error(problemText(problem));
  });
}

/** One that cannot be kept is no reason to go on without it. */
function auditLogAt(file: string, logger: Logger): AuditLog {
  try {
    return openAuditLog(file, problem => logger.error({ problem }, 'audit log'));
  } catch (error) {
    return fail(`--audit-log ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** At the start to whoever started it, later in the log; the page says it as well. */
function sayHistoryProblems(status: HistoryStatus, logger: Logger): void {
  const { isLasting, problem } = status.state;
  if (!isLasting && problem !== null) terminal.error(`History is kept only until Lanthorn ends: ${problem}`);
  status.subscribe(({ problem: why, unreadable }) => logger.error({ problem: why, unreadable }, 'history'));
}

/** Opening a used address prints a fresh one; others on this machine may open used ones as well. */
const REPRINT_MS = 5_000;

function printAddress(server: WebServer, shownIn: Pick<Output, 'out'>): void {
  const address = server.newAddress();
  shownIn.out(`Lanthorn is ready at ${address}`);
  shownIn.out(`  It works once; opened again, a fresh one is printed here. If your browser does not find it:`);
  shownIn.out(`  ${server.elsewhere(new URL(address).pathname)}`);
}

/** Calls `task` now, unless it was called a short while ago. */
function atMostEvery(intervalMs: number, task: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - last < intervalMs) return;
    last = performance.now();
    task();
  };
}

function currentContext({ contexts, current }: Kubeconfig, wanted: string | undefined): string {
  if (wanted === undefined) return current;
  if (contexts.some(({ name }) => name === wanted)) return wanted;
  return fail(
    `--context ${wanted}: no kubeconfig file defines it. There ${contexts.length === 0 ? 'are none' : `is ${contexts.map(({ name }) => name).join(', ')}`}.`,
  );
}

/** A name that is none protects nothing: whoever gave it is not to find out by what was changed. */
function checkContexts({ contexts }: Kubeconfig, option: string, names: readonly string[]): void {
  const unknown = names.filter(wanted => wanted !== DEMO_NAME && contexts.every(({ name }) => name !== wanted));
  if (unknown.length > 0) fail(`${option} ${unknown.join(', ')}: no kubeconfig file defines it.`);
}

/** Why a port cannot be listened on, and what to do. */
const PORT_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; choose another with --port.',
  EACCES: 'may not be listened on by you (ports below 1024 ask for more rights); choose another with --port.',
  EADDRNOTAVAIL: 'cannot be listened on: this machine does not have the address of --host.',
};

/** A port that was asked for must be free; otherwise the next free one is taken. */
async function listen(server: WebServer, port: number | undefined): Promise<void> {
  const ports = port === undefined ? Array.from({ length: PORT_ATTEMPTS }, (_, i) => DEFAULT_PORT + i) : [port];
  for (const candidate of ports) {
    try {
      await server.listen(candidate);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      const problem = PORT_PROBLEMS[code];
      if (problem === undefined) throw error;
      if (port !== undefined || code !== 'EADDRINUSE') fail(`Port ${candidate} ${problem}`);
    }
  }
  fail(`No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + PORT_ATTEMPTS - 1} is free; choose one with --port.`);
}

const TROUBLES: Readonly<Record<ClusterTroubleKind, string>> = {
  unusable: 'cannot be used',
  unreachable: 'cannot be reached',
  untrusted: 'is not trusted',
  login: 'refuses the login, or there is none',
  unexpected: 'does not answer as an API server does',
};

/** Says which contexts are broken, and why the first one does not answer; the page offers the demo then. */
async function reportContexts(kubeconfig: Kubeconfig, clusters: Clusters, current: string): Promise<void> {
  for (const { name, problem } of kubeconfig.contexts)
    if (problem !== null) terminal.error(`Context ${name} cannot be used: ${problem.message}`);
  const cluster = clusters.get(clusterKey(current, OWNER));
  if (cluster === undefined) return;
  const { trouble, problem } = await clusterHealth(cluster);
  if (trouble === null || problem === null) return;
  terminal.error(`Context ${current} ${TROUBLES[trouble]}: ${problem.message}`);
  terminal.error('The page offers the demo cluster; --demo opens it at once.');
}

/** Whatever hangs must not keep a terminal; a little longer than the deletion of what goes with the program may take. */
const STOP_MS = 4_000;

function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), STOP_MS).unref();
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

/** JSON is for programs and goes out as it is. */
const output = { ...terminal, out: (text: string) => console.log(text) };

async function schedule(spec: string | undefined, options: ScheduleOptions, command: Command): Promise<void> {
  if (options.stdin) return answerLines(process.stdin, output, () => systemClock.now());
  if (spec === undefined) return command.error('error: missing argument: the schedule, or --stdin');
  const { timeZone, count, json } = options;
  const from = options.from ?? formatTime(systemClock.now());
  process.exitCode = printSchedule({ spec, timeZone, from, count }, { json }, output);
}

function fail(message: string): never {
  terminal.error(message);
  process.exit(1);
}

await createProgram(VERSION, {
  serve,
  schedule,
  checkPacks: files => {
    process.exitCode = checkPacks(files, terminal);
  },
}).parseAsync();
