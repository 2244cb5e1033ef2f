import { type CancelSignal, CancelSource, type Clock } from '@lanthorn/base/clock.ts';
import { AnswerProblem, answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import {
  type ApiRequest,
  type ApiResponse,
  type ApiSource,
  isOpenEnded,
  readBody,
} from '@lanthorn/kube/api/api-request.ts';

/** A quiet cluster says something once a minute; whoever says nothing for so long is asked whether it lives. */
const READ_IDLE_MS = 10_000;
/** Longer than the pauses of an API server that has more to do than it can: seven seconds were seen. */
const PING_TIMEOUT_MS = 10_000;
const PING: ApiRequest = { method: 'GET', path: '/livez', isAnonymous: true };
/** So long after its last byte a server that went away is known to have. */
export const SILENCE_LIMIT_MS = READ_IDLE_MS + PING_TIMEOUT_MS;

/**
 * A source whose watches and logs end when the server behind it does not answer any more, however quietly it went: stopped,
 * or cut off by a network that says nothing [RF19]. HTTP/2 clients find out by pings (client-go: ReadIdleTimeout, PingTimeout); here
 * `/livez` is asked, which needs no rights and is exempt from priority and fairness. Any answer is one, and no credentials are sent: that
 * somebody's have expired is not silence, and no plugin is to ask for new ones because a cluster is quiet.
 */
export class HeartbeatSource implements ApiSource {
  readonly #source: ApiSource;
  readonly #clock: Clock;
  readonly #open = new Set<CancelSource>();
  #heardAt = 0;
  #cancelCheck: (() => void) | null = null;

  constructor(source: ApiSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    if (!isOpenEnded(request)) {
      const response = await this.#source.send(request, signal);
      this.#heard();
      return { ...response, body: this.#overheard(response.body) };
    }
    const end = new CancelSource();
    const onAbort = () => end.cancel();
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) end.cancel();
    const unlink = () => signal?.removeEventListener('abort', onAbort);
    try {
      const response = await this.#source.send(request, end);
      return { ...response, body: this.#listened(response.body, { end, unlink }) };
    } catch (error) {
      unlink();
      throw error;
    }
  }

  async *#listened(
    body: AsyncIterable<string>,
    { end, unlink }: { end: CancelSource; unlink: () => void },
  ): AsyncIterable<string> {
    this.#open.add(end);
    this.#heard();
    this.#cancelCheck ??= this.#clock.schedule(READ_IDLE_MS, () => this.#checkSilence());
    try {
      yield* this.#overheard(body);
    } catch (error) {
      throw this.#open.has(end) ? error : new AnswerProblem(answerReason('serverSilent', {}), error);
    } finally {
      unlink();
      this.#open.delete(end);
      if (this.#open.size === 0) this.#stop();
    }
  }

  async *#overheard(body: AsyncIterable<string>): AsyncIterable<string> {
    for await (const chunk of body) {
      this.#heard();
      yield chunk;
    }
  }

  #heard(): void {
    this.#heardAt = this.#clock.elapsed();
  }

  #checkSilence(): void {
    const quietMs = this.#clock.elapsed() - this.#heardAt;
    if (quietMs < READ_IDLE_MS) {
      this.#cancelCheck = this.#clock.schedule(READ_IDLE_MS - quietMs, () => this.#checkSilence());
      return;
    }
    const before = this.#heardAt;
    const ping = new CancelSource();
    void this.#ping(ping);
    const cancelTimeout = this.#clock.schedule(PING_TIMEOUT_MS, () => {
      ping.cancel();
      if (this.#heardAt === before) this.#endAll();
      else this.#checkSilence();
    });
    this.#cancelCheck = () => {
      cancelTimeout();
      ping.cancel();
    };
  }

  async #ping(signal: CancelSignal): Promise<void> {
    try {
      await readBody(await this.send(PING, signal));
    } catch {
      // No answer is what the timeout is for: until then anything heard on another connection is as good.
    }
  }

  #endAll(): void {
    const ended = [...this.#open];
    this.#open.clear();
    this.#stop();
    for (const end of ended) end.cancel();
  }

  #stop(): void {
    this.#cancelCheck?.();
    this.#cancelCheck = null;
  }
}
