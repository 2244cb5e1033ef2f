import { writeJson } from '@lanthorn/base/json-text.ts';
import type { KeptSkip, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { HistoryStatus } from '../stores/history-status.ts';
import type { RunsStore } from '../stores/runs-store.ts';
import { asRun, parsed } from '../stores/stored-shapes.ts';
import type { SqliteFile } from './sqlite-file.ts';

export class SqliteRuns implements RunsStore {
  readonly #file: SqliteFile;
  readonly keepRuns: number;
  readonly #status: HistoryStatus;

  constructor(file: SqliteFile, { keepRuns, status }: { readonly keepRuns: number; readonly status: HistoryStatus }) {
    this.#file = file;
    this.keepRuns = keepRuns;
    this.#status = status;
  }

  async hasRun(cluster: ClusterKey, jobUid: string): Promise<boolean> {
    return this.#file.get('SELECT 1 FROM runs WHERE cluster = ? AND job_uid = ?', cluster, jobUid) !== undefined;
  }

  async saveRun(cluster: ClusterKey, run: RecordedRun): Promise<void> {
    const { jobUid, cronJobUid, startedAt } = run;
    this.#file.transaction(() => {
      this.#file.run(
        'INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)',
        cluster,
        jobUid,
        cronJobUid,
        startedAt ?? 0,
        writeJson(run),
      );
      this.#file.run(
        `DELETE FROM runs WHERE cluster = ?1 AND job_uid IN
         (SELECT job_uid FROM runs WHERE cluster = ?1 AND cronjob_uid = ?2 ORDER BY at DESC LIMIT -1 OFFSET ?3)`,
        cluster,
        cronJobUid,
        this.keepRuns,
      );
      this.#pruneSkips(cluster, cronJobUid);
    });
  }

  async saveSkip(cluster: ClusterKey, { cronJobUid, at, reason, message }: KeptSkip): Promise<void> {
    this.#file.transaction(() => {
      this.#file.run('INSERT OR REPLACE INTO skips VALUES (?, ?, ?, ?, ?)', cluster, cronJobUid, at, reason, message);
      this.#pruneSkips(cluster, cronJobUid);
    });
  }

  /** Of what was before the oldest run that is kept nobody can tell any more whether it ran. */
  #pruneSkips(cluster: ClusterKey, cronJobUid: string): void {
    this.#file.run(
      `DELETE FROM skips WHERE cluster = ?1 AND cronjob_uid = ?2 AND (
         at < (SELECT CASE WHEN count(*) < ?3 THEN 0 ELSE min(at) END FROM runs WHERE cluster = ?1 AND cronjob_uid = ?2)
         OR at < (SELECT at FROM skips WHERE cluster = ?1 AND cronjob_uid = ?2 ORDER BY at DESC LIMIT 1 OFFSET ?3 - 1))`,
      cluster,
      cronJobUid,
      this.keepRuns,
    );
  }

  async skipsOf(cluster: ClusterKey, cronJobUid: string): Promise<KeptSkip[]> {
    const sql = 'SELECT at, reason, message FROM skips WHERE cluster = ? AND cronjob_uid = ? ORDER BY at DESC';
    const rows = this.#file.all(sql, cluster, cronJobUid) as Pick<KeptSkip, 'at' | 'reason' | 'message'>[];
    return rows.map(({ at, reason, message }) => ({ cronJobUid, at, reason, message }));
  }

  async runsOf(cluster: ClusterKey, cronJobUid: string): Promise<RecordedRun[]> {
    const sql = 'SELECT job_uid, run FROM runs WHERE cluster = ? AND cronjob_uid = ? ORDER BY at DESC';
    const rows = this.#file.all(sql, cluster, cronJobUid) as { readonly job_uid: string; readonly run: unknown }[];
    return rows.flatMap(row => {
      const run = asRun(parsed(row.run));
      if (run !== null) return [run];
      this.#status.skip(`${row.job_uid} run`);
      return [];
    });
  }
}
