import { readFileSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import {
  type ApiRequest,
  type ApiResponse,
  type ApiSource,
  isOpenEnded,
  parseWarnings,
  queryString,
  readBody,
} from '@lanthorn/kube/api/api-request.ts';
import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { CertificateEnds } from '@lanthorn/protocol/http/standing-messages.ts';
import { shakeHands } from './channel-handshake.ts';
import { ConnectionCertificates } from './connection-certificates.ts';
import { ChunkDecoder } from './chunk-decoder.ts';
import { holdsCertificate, keyPairProblem } from '../kubeconfig/certificates.ts';
import { type ExecCredential, ExecCredentialPlugin, PluginProblem } from '../credentials/exec-credential.ts';
import type { ContextConfig } from '../kubeconfig/context-config.ts';
import { systemProblem } from '../kubeconfig/kubeconfig-file.ts';
import { BearerToken } from './token-file.ts';
import type * as Undici from './undici-parts.ts';
import { WebSocketChannel } from './web-socket-channel.ts';
import {
  connectionProblem,
  LastingUpstreamProblem,
  problemOfError,
  unusableFile,
  UpstreamProblem,
} from './upstream-problem.ts';

/** A dead cluster is said to be dead while the person still looks at the screen. */
const CONNECT_TIMEOUT_MS = 8_000;
/** The server's own limit for requests that are no watch is a minute. */
const HEADERS_TIMEOUT_MS = 65_000;
/** A body that comes in drops must end, too: what an API server does for one request takes it a minute at most, a slow line as long again. */
const BODY_TIMEOUT_MS = 120_000;
/** A page of a list is read while it comes, over a slow line for minutes. */
const PAGE_TIMEOUT_MS = 600_000;
/** A refusal is short; of one that does not end, what has come is what it says. */
const REFUSAL_TIMEOUT_MS = 10_000;
/**
 * Short requests share so many. What lasts holds a connection for itself (HTTP/1.1) and is not among them: somebody with rights in forty
 * namespaces watches hundreds of lists, and no action is to wait until one of them ends.
 */
const MAX_CONNECTIONS = 64;
/** Our own name: for User-Agents it takes for a browser or curl the server indents its JSON, at twice the bytes. */
const USER_AGENT = 'lanthorn/0.1';
const HEADERS = { 'user-agent': USER_AGENT, accept: 'application/json', 'accept-encoding': 'gzip' };

interface Dispatchers {
  /** Of the certificates they were made with. */
  readonly certificate: string;
  readonly short: Undici.Dispatcher;
  readonly longRunning: Undici.Dispatcher;
}

/** An API server over HTTP as one kubeconfig user. */
export class UpstreamSource implements ApiSource, ChannelSource {
  readonly #config: ContextConfig;
  readonly #clock: Clock;
  readonly #exec: ExecCredentialPlugin | null;
  readonly #certificates = new ConnectionCertificates();
  #dispatchers: Dispatchers | null = null;
  readonly #token: BearerToken;

  constructor(config: ContextConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
    this.#token = new BearerToken(config.user, clock);
    const { exec } = config.user;
    this.#exec = exec === null ? null : new ExecCredentialPlugin(config, exec, clock);
  }

  get certificates(): CertificateEnds {
    return this.#certificates.ends;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    if (request.isAnonymous === true) return this.#sendOnce(request, null, signal);
    // Who refuses it may be a program that knows nothing of these credentials.
    if (request.isProxied === true) return this.#sendOnce(request, await this.#credential(false), signal);
    return this.#authenticated(request.isAskedFor === true, {
      ask: credential => this.#sendOnce(request, credential, signal),
      statusOf: ({ status }) => status,
      drop: readBody,
    });
  }

  /** As the same person, with the same certificates, through the same proxy. A person asks for it: nothing is connected by itself. */
  async connect(request: ChannelRequest, signal?: CancelSignal): Promise<ChannelAnswer> {
    return this.#authenticated(true, {
      ask: credential => this.#connectOnce(request, credential, signal),
      statusOf: answer => ('refusal' in answer ? answer.refusal.status : 101),
      drop: async () => {},
    });
  }

  /** With the credential that is there, and with a renewed one where it is refused. */
  async #authenticated<Answer>(
    isAskedFor: boolean,
    {
      ask,
      statusOf,
      drop,
    }: {
      readonly ask: (credential: ExecCredential | null) => Promise<Answer>;
      readonly statusOf: (answer: Answer) => number;
      readonly drop: (answer: Answer) => Promise<unknown>;
    },
  ): Promise<Answer> {
    const used = { token: this.#token.read(), credential: await this.#credential(isAskedFor) };
    const answer = await ask(used.credential);
    if (statusOf(answer) !== 401) this.#exec?.accepted();
    else if (this.#renew(used, isAskedFor)) {
      await drop(answer);
      const again = await ask(await this.#credential(isAskedFor));
      if (statusOf(again) !== 401) this.#exec?.accepted();
      return again;
    }
    return answer;
  }

  /** The credential may have been revoked before its time: the plugin is asked, the file is read once more. Whether there is hope. */
  #renew(used: { token: string | null; credential: ExecCredential | null }, isAskedFor: boolean): boolean {
    this.#token.forget();
    if (this.#exec !== null && used.credential !== null) return this.#exec.refused(used.credential, isAskedFor);
    return this.#token.read() !== used.token;
  }

  async #connectOnce(
    { path, query, protocols }: ChannelRequest,
    credential: ExecCredential | null,
    signal?: CancelSignal,
  ): Promise<ChannelAnswer> {
    const undici = await import('./undici-parts.ts');
    const { longRunning } = this.#dispatchersFor(credential, undici);
    const { server } = this.#config;
    const { pathname, origin } = new URL(server);
    const asked = {
      origin,
      path: `${pathname.replace(/\/$/, '')}${path}?${query.map(pair => pair.map(encodeURIComponent).join('=')).join('&')}`,
      headers: { 'user-agent': USER_AGENT, ...this.#identity(credential) },
      protocols,
    };
    try {
      const answer = await shakeHands(longRunning, asked, signal);
      if ('refusal' in answer) return answer;
      const { raw, protocol } = answer;
      return { socket: new WebSocketChannel(raw, { protocol, server, clock: this.#clock }) };
    } catch (error) {
      throw connectionProblem(error, { server, proxy: proxyOf(this.#config) });
    }
  }

  async close(): Promise<void> {
    this.#exec?.close();
    await Promise.all([this.#dispatchers?.short.destroy(), this.#dispatchers?.longRunning.destroy()]);
    this.#dispatchers = null;
  }

  async #sendOnce(request: ApiRequest, credential: ExecCredential | null, signal?: CancelSignal): Promise<ApiResponse> {
    const isAnonymous = request.isAnonymous === true;
    // Not before something is asked: who opens the demo alone needs none of it.
    const undici = await import('./undici-parts.ts');
    const dispatchers = (isAnonymous ? this.#dispatchers : null) ?? this.#dispatchersFor(credential, undici);
    const identity = isAnonymous ? {} : this.#identity(credential);
    const { server } = this.#config;
    const { pathname, origin } = new URL(server);
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    if (signal?.aborted) abort.abort();
    signal?.addEventListener('abort', onAbort);
    try {
      const answer = await dispatchers[isOpenEnded(request) ? 'longRunning' : 'short'].request({
        origin,
        path: `${pathname.replace(/\/$/, '')}${request.path}${queryString(request.query)}`,
        method: request.method,
        headers: { ...HEADERS, ...identity, ...request.headers },
        body: request.body ?? null,
        signal: abort.signal,
        headersTimeout: HEADERS_TIMEOUT_MS,
        bodyTimeout: 0,
      });
      const headers = flatten(answer.headers);
      const warnings = parseWarnings(headers['warning']);
      // A refusal is text.
      const isBytes = request.asBytes === true && answer.statusCode === 200;
      return {
        ...(isBytes ? { isBytes } : {}),
        status: answer.statusCode,
        headers,
        warnings,
        ...readText(answer.body, headers, {
          isBytes,
          limit: this.#limit(request, answer.statusCode),
          done: () => signal?.removeEventListener('abort', onAbort),
        }),
      };
    } catch (error) {
      signal?.removeEventListener('abort', onAbort);
      throw connectionProblem(error, { server, proxy: proxyOf(this.#config) });
    }
  }

  #limit(request: ApiRequest, status: number): TimeLimit | null {
    const isRefusal = status >= 400;
    if (!isRefusal && isOpenEnded(request)) return null;
    const isPage = request.query?.['limit'] !== undefined;
    const timeoutMs = isRefusal ? REFUSAL_TIMEOUT_MS : isPage ? PAGE_TIMEOUT_MS : BODY_TIMEOUT_MS;
    const why = problem('unfinished', { server: this.#config.server, seconds: timeoutMs / 1_000 });
    const schedule = (task: () => void) => this.#clock.schedule(timeoutMs, task);
    return { schedule, problem: isRefusal ? null : new UpstreamProblem('unreachable', why) };
  }

  async #credential(isAskedFor: boolean): Promise<ExecCredential | null> {
    try {
      return (await this.#exec?.get(isAskedFor)) ?? null;
    } catch (error) {
      const Reason = this.#exec?.hasGivenUp === true ? LastingUpstreamProblem : UpstreamProblem;
      throw new Reason(
        'login',
        error instanceof PluginProblem ? error.problem : problemOfError(error, 'loginFailed'),
        error,
      );
    }
  }

  /** The headers that say who asks. */
  #identity(credential: ExecCredential | null): Record<string, string | string[]> {
    const { user } = this.#config;
    const headers: Record<string, string | string[]> = {};
    const token = credential?.token ?? this.#token.read();
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    else if (user.username !== null)
      headers['authorization'] = `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
    if (user.impersonate === null) return headers;
    headers['impersonate-user'] = user.impersonate.user;
    if (user.impersonate.uid !== '') headers['impersonate-uid'] = user.impersonate.uid;
    if (user.impersonate.groups.length > 0) headers['impersonate-group'] = [...user.impersonate.groups];
    for (const [key, values] of Object.entries(user.impersonate.extra))
      headers[`impersonate-extra-${encodeURIComponent(key)}`] = [...values];
    return headers;
  }

  /** Renewed certificates, the client's or the server's authority, need new connections. */
  #dispatchersFor(credential: ExecCredential | null, { Agent, ProxyAgent }: typeof Undici): Dispatchers {
    const { server, tls, user } = this.#config;
    const proxy = proxyOf(this.#config);
    const cert = credential?.cert ?? decode(user.certData) ?? readPem('client-certificate', user.certFile);
    const certificate = [cert ?? '', changedAt(user.certFile), changedAt(tls.caFile)].join(' ');
    if (this.#dispatchers?.certificate === certificate) return this.#dispatchers;
    const connect = this.#connector(cert, credential?.key ?? null);
    const dispatcher = (connections: number | null) =>
      proxy === null
        ? new Agent({ connect, connections })
        : new ProxyAgent({ uri: proxy, proxyTunnel: isTunnelled(server), requestTls: connect, connections });
    void this.#dispatchers?.short.close();
    void this.#dispatchers?.longRunning.close();
    this.#dispatchers = { certificate, short: dispatcher(MAX_CONNECTIONS), longRunning: dispatcher(null) };
    return this.#dispatchers;
  }

  /** How connections are made; says what cannot be shown to a server, or believed of it, before one is made. */
  #connector(cert: string | null, pluginKey: string | null): object {
    const { tls, user } = this.#config;
    const key = pluginKey ?? decode(user.keyData) ?? readPem('client-key', user.keyFile);
    const ca = decode(tls.caData) ?? readPem('certificate-authority', tls.caFile);
    if (ca !== null && !holdsCertificate(ca))
      throw unusableFile('certificate-authority', tls.caFile ?? '', problem('noPem', {}));
    const pair = cert === null || key === null ? null : keyPairProblem(cert, key);
    if (pair !== null) throw new UpstreamProblem('login', pair);
    this.#certificates.show(key === null ? null : cert);
    return {
      timeout: CONNECT_TIMEOUT_MS,
      checkServerIdentity: this.#certificates.check,
      rejectUnauthorized: !tls.insecure,
      ...(ca === null ? {} : { ca }),
      ...(cert === null ? {} : { cert }),
      ...(key === null ? {} : { key }),
      ...(tls.serverName === null ? {} : { servername: tls.serverName }),
    };
  }
}

function proxyOf({ proxyUrl, environmentProxyUrl }: ContextConfig): string | null {
  return proxyUrl ?? environmentProxyUrl;
}

/** Only what is encrypted needs a tunnel; many proxies open none for anything else. */
function isTunnelled(server: string): boolean {
  return server.startsWith('https:');
}

function decode(base64: string | null): string | null {
  return base64 === null ? null : Buffer.from(base64, 'base64').toString('utf8');
}

function readPem(field: string, file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unusableFile(field, file, systemProblem(error));
  }
}

/** Empty where it is not there: reading it says so. */
function changedAt(file: string | null): string {
  return file === null ? '' : String(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? '');
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

/** A list goes on being decompressed in another thread while what is there is read; with 16 KB at a time each waited for the other. */
const GUNZIP = { chunkSize: 65_536, readableHighWaterMark: 262_144 };

/** How long a body may take. */
interface TimeLimit {
  readonly schedule: (task: () => void) => () => void;
  /** What its reader is told then; null where what has come will do. */
  readonly problem: UpstreamProblem | null;
}

function readText(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  { isBytes, limit, done }: { readonly isBytes: boolean; readonly limit: TimeLimit | null; readonly done: () => void },
): Required<Pick<ApiResponse, 'body' | 'wireBytes'>> {
  const gunzip = headers['content-encoding'] === 'gzip' ? createGunzip(GUNZIP) : null;
  const stream = gunzip === null ? body : body.pipe(gunzip);
  // pipe() passes no errors on: a cut connection must end the reader too.
  if (gunzip !== null) body.once('error', error => gunzip.destroy(error));
  // Whoever reads is told; while nobody does yet it must not end the process.
  stream.once('error', () => undefined);
  let plain = 0;
  let isLate = false;
  const cancelLimit = limit?.schedule(() => {
    isLate = true;
    stream.destroy(limit.problem ?? new Error('late'));
  });
  async function* text(): AsyncIterable<string> {
    // Characters may be cut at chunk boundaries; setEncoding would miss what is buffered already.
    const decoder = new ChunkDecoder();
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        plain += chunk.length;
        yield isBytes ? chunk.toString('latin1') : decoder.decode(chunk);
      }
    } catch (error) {
      if (!isLate || limit?.problem !== null) throw error;
    } finally {
      cancelLimit?.();
      done();
      body.destroy();
    }
  }
  return { body: text(), wireBytes: () => gunzip?.bytesWritten ?? plain };
}
