import { must } from '@lanthorn/base/assert.ts';
import { sessionAt } from '../../tests/e2e/sessions.ts';
import WebSocket from 'ws';
import type { DownMessage, ListFrame } from '@lanthorn/protocol/down-messages.ts';
import { HEARTBEAT_MS, PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import type { RelatedList } from '@lanthorn/views/related-questions.ts';
import type { ListTimes } from './raw-list.ts';

const ALL_PODS = {
  kind: 'list',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: [],
  filter: '',
  sort: [],
  offset: 0,
  limit: 60,
  hold: false,
};

/** Beyond the ids of other lists. */
const FIRST_RELATED = 100;

interface RelatedTimes {
  readonly firstMs: number;
  /** Null where pods are not asked for. */
  readonly podsMs: number | null;
  readonly allMs: number;
}

/** A tab without a browser: one list, and everything the server says about it. */
export class ProtocolTab {
  readonly frames: ((frame: ListFrame) => void)[] = [];
  readonly #socket: WebSocket;
  readonly #origin: string;
  readonly #cookie: string;
  /** Rows that matched last, and how fresh they are. */
  matched = 0;
  /** Rows before the filter. */
  total = 0;
  state: ListFrame['state'];
  #isClosed = false;
  /** Its questions are numbered. */
  #asked = 0;
  /** What arrives is read. Of many tabs that show the same one is enough: the others would cost more than what is measured. */
  isReading = true;
  readonly #heartbeat = setInterval(() => this.say({ type: 'ping' }), HEARTBEAT_MS);

  private constructor(socket: WebSocket, { origin, cookie }: { readonly origin: string; readonly cookie: string }) {
    this.#socket = socket;
    this.#origin = origin;
    this.#cookie = cookie;
    // A tab that says nothing is closed, and nothing more would be measured.
    socket.once('close', () => {
      if (!this.#isClosed) throw new Error('the server closed the tab');
    });
    socket.on('message', (data: Buffer) => {
      if (!this.isReading) return;
      for (const message of JSON.parse(data.toString('utf8')) as DownMessage[]) {
        if (message.type !== 'list') continue;
        this.matched = message.matched ?? this.matched;
        this.total = message.total ?? this.total;
        this.state = message.state ?? this.state;
        for (const listener of [...this.frames]) listener(message);
      }
    });
  }

  static async open(url: string): Promise<ProtocolTab> {
    const { name, value } = must(sessionAt(url), 'the harness logged in');
    // Node does not find names under `localhost`.
    const host = `127.0.0.1:${new URL(url).port}`;
    const origin = `http://${host}`;
    const cookie = `${name}=${value}`;
    const socket = new WebSocket(`ws://${host}/socket`, { headers: { cookie, origin } });
    await new Promise(resolve => {
      socket.once('open', resolve);
    });
    const tab = new ProtocolTab(socket, { origin, cookie });
    tab.say({ type: 'hello', version: PROTOCOL_VERSION });
    return tab;
  }

  /** What came over the wire, compressed as it is for a browser. */
  get bytes(): number {
    const { _socket: raw } = this.#socket as unknown as { readonly _socket: { readonly bytesRead: number } };
    return raw.bytesRead;
  }

  say(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.#origin}${path}`, { headers: { cookie: this.#cookie } });
    return (await answer.json()) as T;
  }

  async post<T>(path: string, body: object): Promise<T> {
    const headers = {
      cookie: this.#cookie,
      origin: this.#origin,
      'content-type': 'application/json',
      'x-lanthorn': '1',
    };
    const answer = await fetch(`${this.#origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as T;
  }

  /** Opens the list of all pods, or another query of them, and waits until it is complete. */
  async openList(cluster: string, query: object = {}): Promise<ListTimes> {
    this.say({ type: 'subscribe', id: 1, query: { ...ALL_PODS, cluster, ...query } });
    // A list may be shorter than a screen.
    const first = this.until(frame => (frame.keys?.length ?? 0) > 20 || frame.state?.kind === 'live');
    const complete = this.until(frame => frame.state?.kind === 'live');
    const [firstMs, allMs] = await Promise.all([first, complete]);
    return { firstMs, allMs };
  }

  /** Opens all lists of an object's Related tab: when the first that has anything is told, when its pods are, and when all are. */
  async openRelated(cluster: string, lists: readonly RelatedList[]): Promise<RelatedTimes> {
    const filled: number[] = [];
    const waiting = lists.map(async ({ view: { resource }, namespaces, question }, i) => {
      const id = FIRST_RELATED + i;
      // A kind that is not served is told as well.
      const isTold = this.until(frame => frame.id === id && (frame.state?.kind ?? 'loading') !== 'loading');
      void this.until(frame => frame.id === id && (frame.keys?.length ?? 0) > 0).then(at => filled.push(at));
      this.say({
        type: 'subscribe',
        id,
        query: { ...ALL_PODS, cluster, resource, namespaces, related: question, limit: 100 },
      });
      return { resource: resource.resource, liveMs: await isTold };
    });
    const told = await Promise.all(waiting);
    const pods = told.find(({ resource }) => resource === 'pods');
    const allMs = Math.max(...told.map(({ liveMs }) => liveMs));
    return { firstMs: Math.min(allMs, ...filled), podsMs: pods?.liveMs ?? null, allMs };
  }

  /** Changes the list's window, filter or order, and waits for the frame that has the rows of this question: one before it may be on its way. */
  async ask(change: object): Promise<number> {
    const asked = ++this.#asked;
    const answered = this.until(frame => frame.asked === asked);
    this.say({ type: 'update', id: 1, change: { ...change, asked } });
    return answered;
  }

  until(check: (frame: ListFrame) => boolean): Promise<number> {
    const from = performance.now();
    return new Promise(resolve => {
      const listener = (frame: ListFrame) => {
        if (!check(frame)) return;
        this.frames.splice(this.frames.indexOf(listener), 1);
        resolve(performance.now() - from);
      };
      this.frames.push(listener);
    });
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    this.#socket.close();
  }
}
