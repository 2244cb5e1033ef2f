CREATE TABLE operations (id TEXT PRIMARY KEY, at INTEGER NOT NULL, operation TEXT NOT NULL);
CREATE INDEX operations_at ON operations (at);
CREATE TABLE outcomes (
  operation TEXT NOT NULL, position INTEGER NOT NULL, cluster TEXT NOT NULL, api_group TEXT NOT NULL, resource TEXT NOT NULL,
  namespace TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (operation, position)
) WITHOUT ROWID;
CREATE TABLE runs (
  job_uid TEXT PRIMARY KEY, cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_cronjob ON runs (cluster, cronjob_uid, at);
CREATE TABLE presets (
  cluster TEXT NOT NULL, namespace TEXT NOT NULL, cronjob TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL,
  UNIQUE (cluster, namespace, cronjob, name)
);
CREATE INDEX outcomes_object ON outcomes (cluster, api_group, resource, namespace, name);
INSERT INTO operations VALUES ('00000000-0000-4000-8000-000000000001', 1764000000000, '{"id":"00000000-0000-4000-8000-000000000001","kind":"cronjob.suspend","user":"u","undoOf":null,"startedAt":1764000000000,"revision":2,"targets":[{"target":{"cluster":"c","resource":{"group":"batch","version":"v1","resource":"cronjobs"},"namespace":"n","name":"a","uid":"u"},"phase":"accepted","created":null,"status":null,"message":"","kubectl":"kubectl patch","canUndo":true}]}');
INSERT INTO outcomes VALUES ('00000000-0000-4000-8000-000000000001', 0, 'c', 'batch', 'cronjobs', 'n', 'a', '{"request":{"method":"PATCH","path":"/x"},"before":{"metadata":{"name":"a","uid":"u"},"spec":{"suspend":false}},"after":{"metadata":{"name":"a","uid":"u"},"spec":{"suspend":true}},"changes":[{"path":"spec.suspend","before":false,"after":true}]}');
INSERT INTO runs VALUES ('j', 'c', 'u', 1764000000000, '{"cluster":"c","cronJobUid":"u","jobUid":"j","namespace":"n","name":"a-1","result":"failed","startedAt":1764000000000,"isManual":false,"durationMs":5,"reason":"","template":{},"pods":[]}');
