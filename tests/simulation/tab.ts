import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Hub } from '../../apps/server/src/hub/hub.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';
import { Session } from '../../apps/server/src/tabs/session.ts';
import { SharedText } from '../../apps/server/src/hub/sharing/shared-text.ts';
import { applyFrame, EMPTY_LIST, type ListSnapshot } from '../../apps/web/src/data/lists/list-store.ts';

const JOBS = { group: 'batch', version: 'v1', resource: 'jobs' };
const OWNER_COLUMN = columnIndex(JOB_VIEW, 'owner');
/** How often a tab pings, and how soon it comes back after its socket was closed. */
const PING_MS = 10_000;
const RECONNECT_MS = 400;

/** A tab as the page is one: it pings, comes back when it was cut off, and believes only an open socket. */
export class Tab {
  snapshot: ListSnapshot = EMPTY_LIST;
  bufferedAmount = 0;
  isHidden = false;
  isHolding = false;
  /** Called with each text that may be another tab's too. */
  onShared: (text: SharedText) => void = () => {};
  #session: Session | null = null;
  #isClosed = false;
  #hasHeard = false;
  readonly #hub: Hub;
  readonly #query: object;

  constructor(hub: Hub, query: object = {}) {
    this.#hub = hub;
    this.#query = query;
    this.#connect();
    this.#ping();
  }

  /** Connected, and told something on this very socket: only then the page calls anything live. */
  get isConnected(): boolean {
    return this.#session !== null && this.#hasHeard;
  }

  hide(isHidden: boolean): void {
    this.isHidden = isHidden;
    this.#say({ type: 'visibility', hidden: isHidden });
  }

  hold(isHolding: boolean): void {
    this.isHolding = isHolding;
    this.#say({ type: 'update', id: 1, change: { hold: isHolding } });
  }

  /** What a row shows of its object's content: the owner, which patches change. */
  ownerShown(key: string): string {
    const cell = this.snapshot.rows.get(key)?.cells[OWNER_COLUMN];
    return typeof cell === 'string' ? cell : 'missing';
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.close();
  }

  #connect(): void {
    const buffered = () => this.bufferedAmount;
    const session = new Session(
      { id: 'tab', identity: OWNER, hub: this.#hub },
      {
        get bufferedAmount() {
          return buffered();
        },
        // What this tab opens are lists and objects.
        sendBytes: () => {},
        send: (...parts) => {
          for (const part of parts) if (part instanceof SharedText) this.onShared(part);
          this.#receive(parts.map(part => (typeof part === 'string' ? part : part.text)).join(''));
        },
        close: () => {
          this.#session = null;
          if (!this.#isClosed) this.#hub.clock.schedule(RECONNECT_MS, () => this.#isClosed || this.#connect());
        },
      },
    );
    this.#session = session;
    this.#hasHeard = false;
    this.#say({ type: 'hello', version: PROTOCOL_VERSION });
    if (this.isHidden) this.#say({ type: 'visibility', hidden: true });
    this.#say({
      type: 'subscribe',
      id: 1,
      query: {
        kind: 'list',
        cluster: 'sim',
        resource: JOBS,
        namespaces: [],
        filter: '',
        sort: [{ column: 'name', descending: false }],
        offset: 0,
        limit: 200,
        hold: this.isHolding,
        ...this.#query,
      },
    });
  }

  #ping(): void {
    if (this.#isClosed) return;
    this.#say({ type: 'ping' });
    this.#hub.clock.schedule(PING_MS, () => this.#ping());
  }

  #say(message: unknown): void {
    this.#session?.receive(JSON.stringify(message));
  }

  #receive(text: string): void {
    for (const message of JSON.parse(text) as DownMessage[]) {
      if (message.type !== 'list') continue;
      this.snapshot = applyFrame(this.snapshot, message);
      this.#hasHeard = true;
    }
  }
}
