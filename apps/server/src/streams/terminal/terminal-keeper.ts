import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import type { TerminalQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import type { Outlet, Stream, StreamContext } from '../stream.ts';
import { ShellFinder } from './shell-finder.ts';
import { type OpenedTerminal, Terminal } from './terminal.ts';

/** Of all tabs, those included that nobody looks at now: each keeps a megabyte, and a connection. */
const MAX_SHELLS = 64;

/** That a terminal was opened, and by whom: never what was typed or written there. */
export interface TerminalRecord {
  readonly cluster: Cluster;
  readonly identity: IdentityKey;
  readonly query: TerminalQuery;
  readonly opened: OpenedTerminal;
  readonly startedAt: number;
}

export interface TerminalJournal {
  /** Who asks is told when it has ended. */
  began(record: TerminalRecord): { ended(end: StreamEnd): void };
}

/** Knows what was made for a terminal. */
export interface TerminalRights {
  /** The action that made it, which is the one that opens it; null of what was not made for that. */
  madeFor(place: {
    readonly cluster: string;
    readonly identity: IdentityKey;
    readonly namespace: string;
    readonly pod: string;
    /** Of the pod; '' where that may not be read. */
    readonly uid: string;
    readonly container: string;
  }): Promise<ActionKind | null>;
}

export interface KeeperOptions {
  readonly clock: Clock;
  readonly boundary: (place: string, end: (message: string) => void) => Boundary;
}

/** The terminals of all tabs, by who has them: one whose tab went without a word is found again by its session. */
export class TerminalKeeper {
  readonly #options: KeeperOptions;
  readonly #shells: ShellFinder;
  /** Under the key of a cluster, which says whose it is, and a session that its tab alone knows. */
  readonly #terminals = new Map<string, Terminal>();
  readonly #journals: TerminalJournal[] = [];
  #rights: TerminalRights = { madeFor: async () => null };

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#shells = new ShellFinder(options.clock);
  }

  get size(): number {
    return this.#terminals.size;
  }

  /** From now on terminals are recorded there as well. */
  recordIn(journal: TerminalJournal): void {
    this.#journals.push(journal);
  }

  /** From now on what was made for a terminal is known there. */
  judgeBy(rights: TerminalRights): void {
    this.#rights = rights;
  }

  open(query: TerminalQuery, context: StreamContext): Stream {
    const { cluster, outlet } = context;
    const key = JSON.stringify([cluster.key, query.session]);
    const known = this.#terminals.get(key);
    if (known?.isOf(query) === true) return shown(known, query, outlet);
    known?.close();
    if (this.#terminals.size >= MAX_SHELLS) return refused(outlet);
    const terminal = this.#create(key, query, context);
    this.#terminals.set(key, terminal);
    return shown(terminal, query, outlet);
  }

  close(): void {
    for (const terminal of [...this.#terminals.values()]) terminal.close();
  }

  #create(key: string, query: TerminalQuery, { cluster, identity }: StreamContext): Terminal {
    const { clock, boundary } = this.#options;
    let records: readonly ReturnType<TerminalJournal['began']>[] = [];
    const terminal: Terminal = new Terminal(query, {
      cluster,
      shells: this.#shells,
      boundary: boundary('terminal', detail =>
        terminal.close({ reason: 'refused', problem: problem('fault', { detail }) }),
      ),
      madeFor: ({ uid, container }) => {
        const { namespace, pod } = query;
        return this.#rights.madeFor({ cluster: cluster.info.name, identity, namespace, pod, uid, container });
      },
      onOpen: opened => {
        const record = { cluster, identity, query, opened, startedAt: clock.now() };
        records = this.#journals.map(journal => journal.began(record));
      },
      onGone: end => {
        if (this.#terminals.get(key) === terminal) this.#terminals.delete(key);
        for (const record of records) record.ended(end);
      },
    });
    return terminal;
  }
}

function shown(terminal: Terminal, query: TerminalQuery, outlet: Outlet): Stream {
  terminal.show(outlet, query);
  return {
    receive: part => terminal.receive(part),
    close: isLost => (isLost ? terminal.leave(outlet) : terminal.drop(outlet)),
  };
}

function refused(outlet: Outlet): Stream {
  outlet.end({ reason: 'refused', problem: problem('tooManyShells', { most: MAX_SHELLS }) });
  return { receive: async () => {}, close: () => {} };
}
