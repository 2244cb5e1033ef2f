import { type CancelSignal, CancelSource } from '@lanthorn/base/clock.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';

/** No run needs so many: whoever asks on gets no answer, so that a loop without a pause fails its test instead of going on for ever. */
const MAX_REQUESTS = 5_000;

interface Stream {
  isHalfOpen: boolean;
  readonly cut: CancelSource;
}

/** A network between a client and an API server that can be broken in every way a real one breaks. */
export class FaultySource implements ApiSource {
  readonly #inner: ApiSource;
  readonly #streams = new Set<Stream>();
  /** While the server does not answer; cancelled when it does again. */
  #silence: CancelSource | null = null;
  /** New requests are refused, as while a server restarts. */
  isDown = false;
  /** The watch events of each open stream are delivered twice. */
  isDuplicating = false;
  /** Objects in a page of a list, so that a small cluster has long lists too. */
  readonly #pageSize: number;
  /** What the server does wrong with every watch, for as long as it does. */
  watchFault: 'none' | 'gone' | 'ends' = 'none';
  requests = 0;

  constructor(inner: ApiSource, { pageSize }: { pageSize: number }) {
    this.#inner = inner;
    this.#pageSize = pageSize;
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  get hasHalfOpen(): boolean {
    return [...this.#streams].some(stream => stream.isHalfOpen);
  }

  /** Every open connection breaks. */
  cutAll(): void {
    for (const stream of this.#streams) stream.cut.cancel();
  }

  /** Open connections go silent without closing. */
  freezeAll(): void {
    for (const stream of this.#streams) stream.isHalfOpen = true;
  }

  /** The server stops saying anything and closes nothing, as a process that is stopped, or goes on where it was. */
  hang(isHanging: boolean): void {
    this.#silence?.cancel();
    this.#silence = isHanging ? new CancelSource() : null;
  }

  get isHanging(): boolean {
    return this.#silence !== null;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    if (++this.requests > MAX_REQUESTS) await broken(signal ?? new CancelSource());
    await this.#spoken(signal ?? new CancelSource());
    if (this.isDown) throw new Error('connection refused');
    const { query } = request;
    const paged = query?.['limit'] === undefined ? query : { ...query, limit: String(this.#pageSize) };
    const isWatch = query?.['watch'] !== undefined;
    if (isWatch && this.watchFault === 'gone') return { status: 200, headers: {}, warnings: [], body: chunks(GONE) };
    const response = await this.#inner.send({ ...request, query: paged }, signal);
    if (!isWatch) return response;
    const body = this.#stream(response.body, signal);
    return { ...response, body: this.watchFault === 'ends' ? first(body) : body };
  }

  /** Waits while the server says nothing. */
  async #spoken(signal: CancelSignal): Promise<void> {
    if (this.#silence !== null) await Promise.race([broken(this.#silence), broken(signal)]);
    if (signal.aborted) throw new Error('connection reset');
  }

  async *#stream(body: AsyncIterable<string>, signal?: CancelSignal): AsyncIterable<string> {
    const stream: Stream = { isHalfOpen: false, cut: new CancelSource() };
    // A client that gives up closes its socket, silent or not.
    signal?.addEventListener('abort', () => stream.cut.cancel());
    this.#streams.add(stream);
    const iterator = body[Symbol.asyncIterator]();
    try {
      while (true) {
        const next = await Promise.race([iterator.next(), broken(stream.cut)]);
        if (next === 'cut') throw new Error('connection reset');
        await this.#spoken(stream.cut);
        if (stream.isHalfOpen) {
          await broken(stream.cut);
          throw new Error('connection reset');
        }
        if (next.done === true) return;
        yield next.value;
        if (this.isDuplicating) yield next.value;
      }
    } finally {
      this.#streams.delete(stream);
      void iterator.return?.();
    }
  }
}

const GONE = `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`;

async function* chunks(...texts: string[]): AsyncIterable<string> {
  yield* texts;
}

/** Ends after the first chunk. */
async function* first(body: AsyncIterable<string>): AsyncIterable<string> {
  for await (const chunk of body) {
    yield chunk;
    return;
  }
}

function broken(signal: CancelSignal): Promise<'cut'> {
  return new Promise(resolve => {
    if (signal.aborted) resolve('cut');
    signal.addEventListener('abort', () => resolve('cut'));
  });
}
