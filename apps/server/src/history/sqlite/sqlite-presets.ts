import { writeJson } from '@lanthorn/base/json-text.ts';
import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import { runParameters } from '@lanthorn/protocol/http/action-params.ts';
import type { HistoryStatus } from '../stores/history-status.ts';
import type { PresetsOf, PresetsStore } from '../stores/presets-store.ts';
import { parsed } from '../stores/stored-shapes.ts';
import type { SqliteFile } from './sqlite-file.ts';

export class SqlitePresets implements PresetsStore {
  readonly #file: SqliteFile;
  readonly #status: HistoryStatus;

  constructor(file: SqliteFile, status: HistoryStatus) {
    this.#file = file;
    this.#status = status;
  }

  async presets({ cluster, namespace, cronJob }: PresetsOf): Promise<Record<string, RunParameters>> {
    const sql = 'SELECT name, run FROM presets WHERE cluster = ? AND namespace = ? AND cronjob = ? ORDER BY rowid';
    const rows = this.#file.all(sql, cluster, namespace, cronJob) as { readonly name: string; readonly run: unknown }[];
    const known = rows.flatMap(({ name, run }): [string, RunParameters][] => {
      const { data } = runParameters.safeParse(parsed(run));
      if (data !== undefined) return [[name, data]];
      this.#status.skip(`${cluster} ${namespace} ${cronJob} ${name} preset`);
      return [];
    });
    return Object.fromEntries(known);
  }

  async savePreset({ cluster, namespace, cronJob }: PresetsOf, name: string, run: RunParameters | null): Promise<void> {
    const of = [cluster, namespace, cronJob, name];
    if (run === null)
      this.#file.run('DELETE FROM presets WHERE cluster = ? AND namespace = ? AND cronjob = ? AND name = ?', ...of);
    else
      this.#file.run(
        'INSERT INTO presets VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (cluster, namespace, cronjob, name) DO UPDATE SET run = ?5',
        ...of,
        writeJson(run),
      );
  }
}
