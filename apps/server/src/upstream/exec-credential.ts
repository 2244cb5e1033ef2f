import { spawn } from 'node:child_process';
import { asObject, asString, isObject } from '@lanthorn/base/json.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { parseTime } from '@lanthorn/kube/kube-object.ts';
import type { ContextConfig, ExecConfig } from './context-config.ts';

export interface ExecCredential {
  readonly token: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly expiresAt: number | null;
}

/** A plugin that logs in through a browser takes its time; one that hangs must not hang Lanthorn. */
const TIMEOUT_MS = 60_000;
/** Credentials are a few KB; more is no credential. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** Renew a little early, so that no request leaves with a credential that expires on the way. */
const EXPIRY_MARGIN_MS = 10_000;

/**
 * client.authentication.k8s.io exec plugins: run once, kept until the expiry they name (for ever when they name none), run
 * again after a 401. Concurrent callers share one run.
 */
export class ExecCredentialPlugin {
  readonly #exec: ExecConfig;
  readonly #context: ContextConfig;
  readonly #clock: Clock;
  #cached: ExecCredential | null = null;
  #running: Promise<ExecCredential> | null = null;

  constructor(context: ContextConfig, exec: ExecConfig, clock: Clock) {
    this.#context = context;
    this.#exec = exec;
    this.#clock = clock;
  }

  /** Forgets the credential: the server refused it. */
  invalidate(): void {
    this.#cached = null;
  }

  async get(): Promise<ExecCredential> {
    const cached = this.#cached;
    if (cached !== null && (cached.expiresAt === null || cached.expiresAt - EXPIRY_MARGIN_MS > this.#clock.now()))
      return cached;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    this.#cached = await this.#running;
    return this.#cached;
  }

  async #run(): Promise<ExecCredential> {
    const { command, args, env, interactiveMode, installHint } = this.#exec;
    if (interactiveMode === 'Always') {
      throw new Error(
        `the credential plugin "${command}" asks for a terminal (interactiveMode: Always), which a server does not have`,
      );
    }
    const extra = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    const child = spawn(command, [...args], {
      env: { ...process.env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(this.#execInfo()) },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      shell: false,
    });
    const [stdout, stderr] = await Promise.all([
      collect(child.stdout),
      collect(child.stderr),
      exited(child, { command, installHint }),
    ]);
    return readCredential(stdout, { command, stderr, exitCode: child.exitCode });
  }

  #execInfo(): unknown {
    const { apiVersion, provideClusterInfo } = this.#exec;
    const { server, tls, proxyUrl } = this.#context;
    const cluster = {
      server,
      ...(tls.serverName === null ? {} : { 'tls-server-name': tls.serverName }),
      ...(tls.insecure ? { 'insecure-skip-tls-verify': true } : {}),
      ...(tls.caData === null ? {} : { 'certificate-authority-data': tls.caData }),
      ...(proxyUrl === null ? {} : { 'proxy-url': proxyUrl }),
      config: null,
    };
    return {
      apiVersion,
      kind: 'ExecCredential',
      spec: { interactive: false, ...(provideClusterInfo ? { cluster } : {}) },
    };
  }
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_OUTPUT_BYTES) throw new Error('the credential plugin wrote too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function exited(
  child: ReturnType<typeof spawn>,
  { command, installHint }: { command: string; installHint: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', error => {
      const hint = installHint === '' ? '' : `\n${installHint}`;
      reject(
        new Error(`the credential plugin "${command}" could not be started: ${error.message}${hint}`, { cause: error }),
      );
    });
    child.once('close', () => resolve());
  });
}

function readCredential(
  stdout: string,
  run: { command: string; stderr: string; exitCode: number | null },
): ExecCredential {
  if (run.exitCode !== 0) {
    const how = run.exitCode === null ? 'was stopped' : `ended with exit code ${run.exitCode}`;
    throw new Error(`the credential plugin "${run.command}" ${how}: ${run.stderr.trim().slice(0, 500)}`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(stdout);
  } catch (error) {
    throw new Error(`the credential plugin "${run.command}" did not answer JSON`, { cause: error });
  }
  const status = asObject(isObject(parsed) ? parsed['status'] : null);
  const read = (key: string) => asString(status[key]) || null;
  const credential = {
    token: read('token'),
    cert: read('clientCertificateData'),
    key: read('clientKeyData'),
    expiresAt: parseTime(status['expirationTimestamp']),
  };
  if (credential.token === null && credential.cert === null)
    throw new Error(`the credential plugin "${run.command}" answered no credential`);
  return credential;
}
