CREATE TABLE operations (
    id TEXT PRIMARY KEY, at INTEGER NOT NULL, runner TEXT NOT NULL, is_running INTEGER NOT NULL, revision INTEGER NOT NULL,
    size INTEGER NOT NULL, head TEXT NOT NULL, targets TEXT NOT NULL
  );
CREATE TABLE preferences (person TEXT PRIMARY KEY, preferences TEXT NOT NULL);
CREATE TABLE presets (
    cluster TEXT NOT NULL, namespace TEXT NOT NULL, cronjob TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL,
    UNIQUE (cluster, namespace, cronjob, name)
  );
CREATE TABLE runs (
    job_uid TEXT PRIMARY KEY, cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE settings (cluster TEXT PRIMARY KEY, settings TEXT NOT NULL);
CREATE TABLE skips (
    cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (cluster, cronjob_uid, at, reason)
  ) WITHOUT ROWID;
CREATE TABLE targets (
    operation TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    cluster TEXT NOT NULL, api_group TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
    uid TEXT NOT NULL, paused_until INTEGER, entry TEXT NOT NULL, changes TEXT, outcome TEXT,
    PRIMARY KEY (operation, position)
  );
CREATE INDEX operations_at ON operations (at);
CREATE INDEX operations_running ON operations (runner) WHERE is_running = 1;
CREATE INDEX runs_cronjob ON runs (cluster, cronjob_uid, at);
CREATE INDEX targets_object ON targets (cluster, api_group, resource, namespace, name) WHERE changes IS NOT NULL;
CREATE INDEX targets_paused ON targets (cluster, uid) WHERE paused_until IS NOT NULL;
INSERT INTO operations VALUES ('1', 100, 'd563d565-0c25-4989-842b-e3e7f8d5b21c', 0, 0, 2, '{"id":"1","kind":"cronjob.suspend","user":"u","undoOf":null,"undoes":null,"startedAt":100}', '[{"cluster":"c","resource":{"group":"batch","version":"v1","resource":"cronjobs"},"namespace":"n","name":"a","uid":"uid-a"},{"cluster":"c","resource":{"group":"batch","version":"v1","resource":"cronjobs"},"namespace":"n","name":"b","uid":"uid-b"}]');
INSERT INTO operations VALUES ('2', 200, 'd563d565-0c25-4989-842b-e3e7f8d5b21c', 0, 0, 1, '{"id":"2","kind":"cronjob.pause","user":"u","undoOf":null,"undoes":null,"startedAt":200}', '[{"cluster":"c","resource":{"group":"batch","version":"v1","resource":"cronjobs"},"namespace":"n","name":"a","uid":"uid-a"}]');
INSERT INTO targets VALUES ('1', 0, 'c', 'batch', 'cronjobs', 'n', 'a', 'uid-a', NULL, '{"created":null,"status":null,"message":"","kubectl":"","canUndo":false,"isUndone":false,"phase":"seen","target":{"cluster":"c","resource":{"group":"batch","version":"v1","resource":"cronjobs"},"namespace":"n","name":"a","uid":"uid-a"}}', '[{"path":"spec.suspend","before":false,"after":true}]', '{"request":{"method":"PATCH","path":"/x"},"before":{"metadata":{"name":"a"},"spec":{"suspend":false}},"after":{"metadata":{"name":"a"},"spec":{"suspend":true}}}');
INSERT INTO targets VALUES ('2', 0, 'c', 'batch', 'cronjobs', 'n', 'a', 'uid-a', 4070908800000, '{"created":null,"status":null,"message":"","kubectl":"","canUndo":false,"isUndone":false,"phase":"seen","target":{"cluster":"c","resource":{"group":"batch","version":"v1","resource":"cronjobs"},"namespace":"n","name":"a","uid":"uid-a"}}', '[{"path":"spec.suspend","before":false,"after":true}]', '{"request":{"method":"PATCH","path":"/x"},"before":{"metadata":{"name":"a"},"spec":{"suspend":false}},"after":{"metadata":{"name":"a","annotations":{"lanthorn.dev/paused-until":"2099-01-01T00:00:00Z"}}}}');
INSERT INTO runs VALUES ('j1', 'c', 'cj', 5, '{"cluster":"c","cronJobUid":"cj","jobUid":"j1","namespace":"n","name":"j1","result":"failed","startedAt":5,"isManual":false,"durationMs":5,"reason":"BackoffLimitExceeded: …","template":{},"settings":{"backoffLimit":1},"hasMorePods":false,"hasMoreEvents":false,"events":[{"about":"Job","type":"Normal","reason":"SuccessfulCreate","message":"made","count":1}],"missing":[],"pods":[{"name":"p","node":"n1","containers":[{"name":"c","exitCode":1,"reason":"Error","log":"last line","logCut":null,"logProblem":""}]}]}');
INSERT INTO runs VALUES ('j2', 'c', 'cj', 6, '{"cluster":"c","cronJobUid":"cj","jobUid":"j2","namespace":"n","name":"j2","result":"failed","startedAt":6,"isManual":false,"durationMs":5,"reason":"BackoffLimitExceeded: …","template":{},"settings":{"backoffLimit":1},"hasMorePods":false,"hasMoreEvents":false,"events":[{"about":"Job","type":"Normal","reason":"SuccessfulCreate","message":"made","count":1}],"missing":[],"pods":[{"name":"p","node":"n1","containers":[{"name":"c","exitCode":1,"reason":"Error","log":"last line","logCut":null,"logProblem":""}]}]}');
INSERT INTO skips VALUES ('c', 'cj', 7, 'JobAlreadyActive', 'm');
PRAGMA user_version = 4;
INSERT INTO runs VALUES ('j3', '[x]', 'cj', 7, '{"cluster":"[x]","cronJobUid":"cj","jobUid":"j3","namespace":"n","name":"j3","result":"failed","startedAt":7,"isManual":false,"durationMs":5,"reason":"","template":null,"pods":[]}');
INSERT INTO settings VALUES ('[x]', '{"recordRuns":true}');
