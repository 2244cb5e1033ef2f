import type { KeptNodeShell, NodeShellsStore } from '../stores/node-shells-store.ts';
import type { SqliteFile } from './sqlite-file.ts';

export class SqliteNodeShells implements NodeShellsStore {
  readonly #file: SqliteFile;

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  async nodeShells(): Promise<readonly KeptNodeShell[]> {
    return this.#file
      .all('SELECT identity, cluster, namespace, pod, "by" FROM node_shells ORDER BY rowid')
      .map(row => ({
        ...(row as KeptNodeShell),
      }));
  }

  async saveNodeShell({ identity, cluster, namespace, pod, by }: KeptNodeShell): Promise<void> {
    const sql = 'INSERT INTO node_shells VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "by" = ?5';
    this.#file.run(sql, identity, cluster, namespace, pod, by);
  }

  async dropNodeShell({ identity, cluster, namespace, pod }: KeptNodeShell): Promise<void> {
    const sql = 'DELETE FROM node_shells WHERE identity = ? AND cluster = ? AND namespace = ? AND pod = ?';
    this.#file.run(sql, identity, cluster, namespace, pod);
  }
}
