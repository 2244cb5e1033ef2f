import type { SqliteConnection } from './sqlite-module.ts';

/** Each leads from the version of its place to the next; what was released is never changed. */
const MIGRATIONS: readonly string[] = [
  // As files without a version are.
  `
  CREATE TABLE IF NOT EXISTS operations (id TEXT PRIMARY KEY, at INTEGER NOT NULL, operation TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS outcomes (
    operation TEXT NOT NULL, position INTEGER NOT NULL, cluster TEXT NOT NULL, api_group TEXT NOT NULL, resource TEXT NOT NULL,
    namespace TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (operation, position)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS runs (
    job_uid TEXT PRIMARY KEY, cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS runs_cronjob ON runs (cluster, cronjob_uid, at);
  CREATE TABLE IF NOT EXISTS presets (
    cluster TEXT NOT NULL, namespace TEXT NOT NULL, cronjob TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL,
    UNIQUE (cluster, namespace, cronjob, name)
  );
  `,
  // How far a target is stands beside what was done to it, in one row: what was done and not told any more counts.
  `
  ALTER TABLE operations RENAME TO old_operations;
  DROP INDEX IF EXISTS operations_at;
  CREATE TABLE operations (
    id TEXT PRIMARY KEY, at INTEGER NOT NULL, runner TEXT NOT NULL, is_running INTEGER NOT NULL, revision INTEGER NOT NULL,
    size INTEGER NOT NULL, head TEXT NOT NULL, targets TEXT NOT NULL
  );
  CREATE INDEX operations_at ON operations (at);
  CREATE INDEX operations_running ON operations (runner) WHERE is_running = 1;
  CREATE TABLE targets (
    operation TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    cluster TEXT NOT NULL, api_group TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
    uid TEXT NOT NULL, paused_until INTEGER, entry TEXT NOT NULL, changes TEXT, outcome TEXT,
    PRIMARY KEY (operation, position)
  );
  CREATE INDEX targets_object ON targets (cluster, api_group, resource, namespace, name) WHERE changes IS NOT NULL;
  CREATE INDEX targets_paused ON targets (cluster, uid) WHERE paused_until IS NOT NULL;
  CREATE TABLE settings (cluster TEXT PRIMARY KEY, settings TEXT NOT NULL);
  INSERT INTO operations
    SELECT id, at, '', EXISTS (SELECT 1 FROM json_each(old.operation, '$.targets') WHERE json_extract(value, '$.message') = ''
        AND json_extract(value, '$.phase') IN ('sent', 'accepted')), json_extract(operation, '$.revision'), json_array_length(operation, '$.targets'),
      json_remove(operation, '$.targets', '$.revision'),
      (SELECT json_group_array(json(json_extract(value, '$.target'))) FROM json_each(old.operation, '$.targets'))
    FROM old_operations old
    WHERE CASE WHEN json_valid(operation) THEN json_type(operation, '$.targets') = 'array'
      AND json_type(operation, '$.revision') = 'integer' END;
  INSERT INTO targets
    SELECT old.id, entry.key, outcomes.cluster, outcomes.api_group, outcomes.resource, outcomes.namespace, outcomes.name,
      json_extract(entry.value, '$.target.uid'),
      CASE WHEN json_extract(old.operation, '$.kind') = 'cronjob.pause' AND json_valid(outcome) THEN unixepoch(
        json_extract(outcome, '$.after.metadata.annotations."lanthorn.dev/paused-until"')) * 1000 END,
      CASE WHEN json_extract(entry.value, '$.phase') = 'sent'
        THEN json_set(entry.value, '$.phase', 'accepted', '$.canUndo', json('true')) ELSE entry.value END,
      CASE WHEN json_valid(outcome) THEN json_extract(outcome, '$.changes') END, outcome
    FROM old_operations old JOIN operations ON operations.id = old.id, json_each(old.operation, '$.targets') entry
      JOIN outcomes ON outcomes.operation = old.id AND outcomes.position = entry.key
    WHERE json_type(entry.value, '$.target.uid') = 'text';
  INSERT INTO targets
    SELECT old.id, entry.key, json_extract(entry.value, '$.target.cluster'), '', '', '', '', '', NULL, entry.value, NULL, NULL
    FROM old_operations old JOIN operations ON operations.id = old.id, json_each(old.operation, '$.targets') entry
    WHERE json_type(entry.value, '$.target.cluster') = 'text'
      AND NOT EXISTS (SELECT 1 FROM targets WHERE operation = old.id AND position = entry.key);
  DROP TABLE outcomes;
  DROP TABLE old_operations;
  `,
  'CREATE TABLE preferences (person TEXT PRIMARY KEY, preferences TEXT NOT NULL)',
  // Times that a CronJob skipped, and why: events are gone after an hour.
  `
  CREATE TABLE skips (
    cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (cluster, cronjob_uid, at, reason)
  ) WITHOUT ROWID;
  `,
  // Until now there was one person, the owner. From here on each has operations of their own, and runs as they could read them; a name that
  // could be taken for the key of another person's cluster is written as such keys are.
  `
  ALTER TABLE operations ADD COLUMN identity TEXT NOT NULL DEFAULT 'owner';
  UPDATE operations SET head = json_set(head, '$.identity', 'owner') WHERE CASE WHEN json_valid(head) THEN json_type(head) = 'object' END;
  DROP INDEX operations_at;
  CREATE INDEX operations_at ON operations (identity, at);
  ALTER TABLE runs RENAME TO old_runs;
  DROP INDEX runs_cronjob;
  CREATE TABLE runs (
    cluster TEXT NOT NULL, job_uid TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL,
    PRIMARY KEY (cluster, job_uid)
  ) WITHOUT ROWID;
  CREATE INDEX runs_cronjob ON runs (cluster, cronjob_uid, at);
  INSERT INTO runs SELECT cluster, job_uid, cronjob_uid, at, run FROM old_runs;
  DROP TABLE old_runs;
  UPDATE targets SET cluster = json_array('owner', cluster) WHERE cluster LIKE '[%';
  UPDATE runs SET cluster = json_array('owner', cluster) WHERE cluster LIKE '[%';
  UPDATE skips SET cluster = json_array('owner', cluster) WHERE cluster LIKE '[%';
  UPDATE presets SET cluster = json_array('owner', cluster) WHERE cluster LIKE '[%';
  UPDATE settings SET cluster = json_array('owner', cluster) WHERE cluster LIKE '[%';
  `,
  // What clusters said of their objects: API servers forget it after an hour.
  `
  CREATE TABLE events (
    cluster TEXT NOT NULL, uid TEXT NOT NULL, about TEXT NOT NULL, namespace TEXT NOT NULL, object TEXT NOT NULL, type TEXT NOT NULL,
    reason TEXT NOT NULL, message TEXT NOT NULL, count INTEGER NOT NULL, first_seen INTEGER, last_seen INTEGER NOT NULL,
    PRIMARY KEY (cluster, uid)
  ) WITHOUT ROWID;
  CREATE INDEX events_about ON events (cluster, about, last_seen);
  CREATE INDEX events_seen ON events (cluster, last_seen);
  `,
  'CREATE TABLE ports (person TEXT PRIMARY KEY, ports TEXT NOT NULL)',
  'CREATE TABLE change_sets (cluster TEXT PRIMARY KEY, change_set TEXT NOT NULL)',
  // Pods that go with their terminals, also after a crash.
  `
  CREATE TABLE node_shells (
    identity TEXT NOT NULL, cluster TEXT NOT NULL, namespace TEXT NOT NULL, pod TEXT NOT NULL, "by" TEXT NOT NULL,
    UNIQUE (identity, cluster, namespace, pod)
  );
  `,
  // Recordings of terminals, packed.
  `
  CREATE TABLE recordings (
    person TEXT NOT NULL, id TEXT NOT NULL, cluster TEXT NOT NULL, namespace TEXT NOT NULL, pod TEXT NOT NULL, container TEXT NOT NULL,
    started_at INTEGER NOT NULL, duration_ms INTEGER NOT NULL, length INTEGER NOT NULL, size INTEGER NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (person, id)
  );
  CREATE INDEX recordings_at ON recordings (person, started_at);
  `,
  'CREATE INDEX events_object ON events (cluster, namespace, object)',
  // What is about to be done: a process may end before it knows what came of it.
  `
  CREATE TABLE intents (
    operation TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE, position INTEGER NOT NULL, intent TEXT NOT NULL,
    PRIMARY KEY (operation, position)
  ) WITHOUT ROWID;
  `,
];

/** Brings the tables to what this version uses. Throws where a newer version wrote the file: what it means is not known here. */
export function migrate(connection: SqliteConnection): void {
  if (versionOf(connection) === MIGRATIONS.length) return;
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been quicker.
    const version = versionOf(connection);
    if (version > MIGRATIONS.length) throw new Error('it was written by a newer Lanthorn: start that one');
    for (const step of MIGRATIONS.slice(version)) connection.exec(step);
    markVersion(connection);
    connection.exec('COMMIT');
  } catch (error) {
    connection.exec('ROLLBACK');
    throw error;
  }
}

/** Writes which version the tables have; the file is written also where it says so already. */
export function markVersion(connection: SqliteConnection): void {
  connection.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
}

function versionOf(connection: SqliteConnection): number {
  const row = connection.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  return row.user_version;
}
