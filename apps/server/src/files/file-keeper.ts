import type { Clock } from '@lanthorn/base/clock.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { Transfers } from './transfers.ts';

/** That a file was written in a container, or fetched out of it, and by whom: never what is in it. */
export interface FileRecord {
  readonly how: 'put' | 'save' | 'fetch';
  readonly cluster: Cluster;
  readonly identity: IdentityKey;
  readonly place: FilePlace;
  readonly path: string;
  /** '' where none was said. */
  readonly reason: string;
  readonly startedAt: number;
}

export interface FileJournal {
  /** Who asks is told when it has ended. */
  began(record: FileRecord): { ended(why: Problem | null): void };
}

/** What all tabs share of the files in containers: those on their way, and the record of those that were written or fetched. */
export class FileKeeper {
  readonly transfers: Transfers;
  readonly #clock: Clock;
  #journal: FileJournal | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.transfers = new Transfers(clock, (identity, cluster, { path, ...place }) =>
      this.#began({ how: 'fetch', cluster, identity, place, path, reason: '' }),
    );
  }

  /** From now on what is written and fetched is recorded there. */
  recordIn(journal: FileJournal): void {
    this.#journal = journal;
  }

  /** Does it, with a record of when it began and how it ended. */
  async written<Answer extends object>(
    record: Omit<FileRecord, 'startedAt'>,
    write: () => Promise<Answer | { readonly problem: Problem }>,
  ): Promise<Answer | { readonly problem: Problem }> {
    const entry = this.#began(record);
    const answer = await write();
    entry?.ended('problem' in answer ? answer.problem : null);
    return answer;
  }

  #began(record: Omit<FileRecord, 'startedAt'>) {
    return this.#journal?.began({ ...record, startedAt: this.#clock.now() });
  }

  close(): void {
    this.transfers.close();
  }
}
