import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import { asObject, asString, isObject } from '@lanthorn/base/json.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContextConfig, ExecConfig } from '../kubeconfig/context-config.ts';
import { type PluginOutput, runPlugin } from './plugin-run.ts';

export interface ExecCredential {
  readonly token: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly expiresAt: number | null;
}

/** Renew a little early, so that no request leaves with a credential that expires on the way. */
const EXPIRY_MARGIN_MS = 10_000;
/** Between runs that came to nothing: a plugin may open a browser, and a server lock out whoever tries too often. */
const PAUSE: BackoffPolicy = { initialMs: 2_000, maxMs: 60_000, factor: 2 };
/** So many runs in a row that came to nothing, over a minute; more only when a person asks for one. */
const MAX_FAILURES = 5;
/** A person who asks again and again is heard once in this time. */
const ASKED_PAUSE_MS = 1_000;
/** Characters of a plugin's own words: a few lines, on a screen and in a log. */
const MAX_WORDS = 500;

/**
 * client.authentication.k8s.io exec plugins: run once, kept until the expiry they name (for ever when they name none), run
 * again after a 401. Concurrent callers share one run. Runs that come to nothing (the plugin fails, the server refuses what it gave, it has
 * expired already) follow each other with growing pauses, and end until a person asks.
 */
export class ExecCredentialPlugin {
  readonly #exec: ExecConfig;
  readonly #context: ContextConfig;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #cached: ExecCredential | null = null;
  #running: Promise<ExecCredential> | null = null;
  #failures = 0;
  #problem: Error | null = null;
  #ranAt = Number.NEGATIVE_INFINITY;

  constructor(context: ContextConfig, exec: ExecConfig, clock: Clock) {
    this.#context = context;
    this.#exec = exec;
    this.#clock = clock;
  }

  /** The server took it: what came to nothing before is forgotten. */
  accepted(): void {
    this.#failures = 0;
  }

  /** The server refused a credential. Whether there is, or may be, another one to try. */
  refused(credential: ExecCredential, isAskedFor: boolean): boolean {
    if (this.#cached !== credential) return this.#cached !== null || this.#running !== null;
    this.#failures++;
    if (!this.#mayRun(isAskedFor)) return false;
    this.#cached = null;
    return true;
  }

  /** Nobody runs it any more until a person asks. */
  get hasGivenUp(): boolean {
    return this.#failures >= MAX_FAILURES;
  }

  async get(isAskedFor: boolean): Promise<ExecCredential> {
    const cached = this.#cached;
    if (cached !== null && !this.#isExpiring(cached)) return cached;
    if (this.#running === null) {
      if (!this.#mayRun(isAskedFor)) {
        // By its own clock the server may still take it.
        if (cached !== null) return cached;
        throw this.#problem ?? new PluginProblem(problem('pluginGaveNothing', { command: this.#exec.command }));
      }
      this.#ranAt = this.#clock.elapsed();
      this.#running = this.#run().finally(() => {
        this.#running = null;
      });
    }
    try {
      this.#cached = await this.#running;
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
      throw this.#problem;
    }
    return this.#cached;
  }

  /** Ends it where it runs. */
  close(): void {
    this.#stop.abort();
  }

  #isExpiring({ expiresAt }: ExecCredential): boolean {
    return expiresAt !== null && expiresAt - EXPIRY_MARGIN_MS <= this.#clock.now();
  }

  #mayRun(isAskedFor: boolean): boolean {
    // It may have been revoked before its time: once more at once.
    if (this.#failures <= 1) return true;
    const agoMs = this.#clock.elapsed() - this.#ranAt;
    if (isAskedFor) return agoMs >= ASKED_PAUSE_MS;
    return !this.hasGivenUp && agoMs >= backoffDelay(PAUSE, this.#failures - 1, WHOLE);
  }

  async #run(): Promise<ExecCredential> {
    try {
      const credential = await this.#ask();
      if (this.#isExpiring(credential)) this.#failures++;
      return credential;
    } catch (error) {
      this.#failures++;
      throw error;
    }
  }

  async #ask(): Promise<ExecCredential> {
    const { command, args, env, interactiveMode, installHint } = this.#exec;
    if (interactiveMode === 'Always') {
      throw new PluginProblem(problem('pluginWantsTerminal', { command }));
    }
    const extra = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    const environment = { ...process.env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(this.#execInfo()) };
    try {
      const output = await runPlugin({ command, args, env: environment }, this.#clock, this.#stop.signal);
      return readCredential(output, command);
    } catch (error) {
      if (!(error instanceof Error) || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
      const hint = installHint === '' ? '' : `\n${installHint}`;
      throw new PluginProblem(problem('pluginNotStarted', { command, detail: `${error.message}${hint}` }), error);
    }
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

/** The longest of the pauses that the policy allows. */
const WHOLE: Random = { next: () => 1 };

/** Why there is no credential. */
export class PluginProblem extends Error {
  readonly problem: Problem;

  constructor(why: Problem, cause?: unknown) {
    super(why.message, { cause });
    this.problem = why;
  }
}

const ENDED = { late: 'pluginLate', long: 'pluginLong', cancelled: 'pluginStopped' } as const;

function readCredential({ stdout, stderr, exitCode, ended }: PluginOutput, command: string): ExecCredential {
  if (exitCode !== 0 || ended !== null) {
    const detail = stderr.trim().slice(0, MAX_WORDS);
    if (ended === null && exitCode !== null)
      throw new PluginProblem(problem('pluginExited', { command, exitCode, detail }));
    throw new PluginProblem(problem(ENDED[ended ?? 'cancelled'], { command, detail }));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(stdout);
  } catch (error) {
    throw new PluginProblem(problem('pluginNoJson', { command }), error);
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
    throw new PluginProblem(problem('pluginNoCredential', { command }));
  return credential;
}
