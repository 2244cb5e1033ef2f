import type { Clock } from '@lanthorn/base/clock.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { Transfers } from './transfers.ts';

/** That a file in a container was written, and by whom: never what is in it. */
export interface FileRecord {
  readonly how: 'put' | 'save';
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

/** What all tabs share of the files in containers: those on their way, and the record of those that were written. */
export class FileKeeper {
  readonly transfers: Transfers;
  readonly #clock: Clock;
  #journal: FileJournal | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.transfers = new Transfers(clock);
  }

  /** From now on what is written is recorded there. */
  recordIn(journal: FileJournal): void {
    this.#journal = journal;
  }

  /** Does it, with a record of when it began and how it ended. */
  async written<Answer extends object>(
    record: Omit<FileRecord, 'startedAt'>,
    write: () => Promise<Answer | { readonly problem: Problem }>,
  ): Promise<Answer | { readonly problem: Problem }> {
    const entry = this.#journal?.began({ ...record, startedAt: this.#clock.now() });
    const answer = await write();
    entry?.ended('problem' in answer ? answer.problem : null);
    return answer;
  }

  close(): void {
    this.transfers.close();
  }
}
