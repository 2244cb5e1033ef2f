import type { Clock } from '@lanthorn/base/clock.ts';
import { type GroupVersionResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { isObject } from '@lanthorn/base/json.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { plainText } from '@lanthorn/kube/api/plain-text.ts';
import { toAddressName } from '@lanthorn/protocol/address-name.ts';
import { REQUEST_HEADER } from '@lanthorn/protocol/constants.ts';
import type { AccessAnswer, AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import type { ClustersAnswer, HealthAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { CostsAnswer } from '@lanthorn/protocol/http/cost-messages.ts';
import type {
  DataKeysAnswer,
  DataKeysRequest,
  SecretValueAnswer,
  SecretValueRequest,
} from '@lanthorn/protocol/http/data-messages.ts';
import type { DrainPlanAnswer, DrainPlanRequest } from '@lanthorn/protocol/http/drain-plan-messages.ts';
import type {
  HistoryAnswer,
  HistoryQuery,
  RunsAnswer,
  RunsQuery,
  KeptEventsAnswer,
  KeptEventsRequest,
  LogAnswer,
  LogQuery,
} from '@lanthorn/protocol/http/history-messages.ts';
import type {
  ColumnsAnswer,
  ToldKindsAnswer,
  ReferrersAnswer,
  SchemaAnswer,
  SchemaQuery,
} from '@lanthorn/protocol/http/kind-messages.ts';
import type { MatchingAnswer, MatchingRequest } from '@lanthorn/protocol/http/matching-messages.ts';
import type { CountsAnswer, NamesAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import type { OperationAnswer, OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import type { PresetRequest, PresetsAnswer, PresetsQuery } from '@lanthorn/protocol/http/preset-messages.ts';
import type { ClusterSettings, SettingsAnswer } from '@lanthorn/protocol/http/settings-messages.ts';
import type {
  AddStepRequest,
  ArrangeRequest,
  ChangeSetAnswer,
  DecideStepRequest,
  ExportAnswer,
  RunSetRequest,
} from '@lanthorn/protocol/http/change-set-messages.ts';
import type { DataReadersAnswer, DataReadersRequest } from '@lanthorn/protocol/http/data-reader-messages.ts';
import type {
  ReleaseAnswer,
  ReleaseObjectsAnswer,
  ReleaseRequest,
  RevealReleaseRequest,
  RevisionsAnswer,
  RevisionsRequest,
} from '@lanthorn/protocol/http/helm-messages.ts';
import type {
  ForgetRecordingRequest,
  KeepRecordingQuery,
  RecordingsAnswer,
} from '@lanthorn/protocol/recordings/recording-messages.ts';
import type {
  WhatMayAnswer,
  WhatMayRequest,
  WhoCanAnswer,
  WhoCanRequest,
} from '@lanthorn/protocol/http/role-messages.ts';
import type {
  FetchAnswer,
  FetchRequest,
  FileRequest,
  FolderAnswer,
  ReadAnswer,
  SaveAnswer,
  SaveRequest,
  TransferRequest,
  TransferState,
} from '@lanthorn/protocol/files/file-messages.ts';
import type { PreferencesState } from '@lanthorn/protocol/down-messages.ts';
import type { ForwardAnswer, ForwardRequest, StopForwardRequest } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import { pageProblem } from './page-problem.ts';
import type { PreferencesChange } from '@lanthorn/protocol/preferences.ts';
import type {
  StandingAnswer,
  UsageHistoryAnswer,
  UsageHistoryRequest,
} from '@lanthorn/protocol/http/standing-messages.ts';

function clusterPath(cluster: string): string {
  return `/api/clusters/${encodeURIComponent(toAddressName(cluster))}`;
}

/** A request of this page that our own server did not answer as hoped. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const UNAUTHORIZED = 401;
/** The status of a request that nobody answered. */
const NO_ANSWER = 0;

/** What Lanthorn has at hand, and its disk gives: a machine that is busy takes seconds. */
const OWN_MS = 20_000;
/** What an API server is asked for first: it has 65 s to begin its answer, and what Lanthorn says of that comes before this. */
const CLUSTER_MS = 80_000;
/** Some commands in a container one after the other, of which each is given up after a minute. */
const FILES_MS = 200_000;
/** A part of a preview is a hundred targets, four at a time: 25 turns of a read and a dry run, at six seconds each. */
const PREVIEW_MS = 300_000;

/** The server's HTTP interface. */
export class Api {
  readonly #fetch: typeof fetch;
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #wordsOf: (problem: Problem) => string;

  /** `clock` counts how long an answer may take; `wordsOf` says a refusal in the language of the page. */
  constructor(
    fetchFunction: typeof fetch,
    clock: Pick<Clock, 'schedule'>,
    wordsOf: (problem: Problem) => string = ({ message }) => message,
  ) {
    this.#fetch = fetchFunction;
    this.#clock = clock;
    this.#wordsOf = wordsOf;
  }

  clusters(): Promise<ClustersAnswer> {
    return this.#get('/api/clusters');
  }

  /** Whether the server is there and does not know this browser. */
  async isShutOut(): Promise<boolean> {
    try {
      await this.clusters();
      return false;
    } catch (error) {
      return error instanceof ApiProblem && error.status === UNAUTHORIZED;
    }
  }

  health(cluster: string): Promise<HealthAnswer> {
    return this.#get(`${clusterPath(cluster)}/health`, CLUSTER_MS);
  }

  /** Which kinds a cluster has, where that is not what is known; asked of the cluster itself where a kind is wanted that is not among them. */
  kinds(
    cluster: string,
    { isFresh = false, known }: { readonly isFresh?: boolean; readonly known?: string | undefined } = {},
  ): Promise<ToldKindsAnswer> {
    const query = new URLSearchParams({
      ...(isFresh ? { fresh: '1' } : {}),
      ...(known === undefined ? {} : { known }),
    });
    const asked = query.size === 0 ? '' : `?${query.toString()}`;
    return this.#get(`${clusterPath(cluster)}/kinds${asked}`, CLUSTER_MS);
  }

  /** What the definition of a custom kind prints, or the server of those in that namespace. */
  columns(cluster: string, resource: GroupVersionResource, namespace: string): Promise<ColumnsAnswer> {
    const query = new URLSearchParams({ resource: resourceKey(resource), ...(namespace === '' ? {} : { namespace }) });
    return this.#get(`${clusterPath(cluster)}/columns?${query.toString()}`, CLUSTER_MS);
  }

  /** Custom kinds whose objects may name those of this one; or those of which nobody says what they name. */
  referrers(cluster: string, resource: GroupVersionResource, ofOthers = false): Promise<ReferrersAnswer> {
    const query = new URLSearchParams({ resource: resourceKey(resource), ...(ofOthers ? { others: '1' } : {}) });
    return this.#get(`${clusterPath(cluster)}/referrers?${query.toString()}`, CLUSTER_MS);
  }

  /** How many objects of these kinds there are. */
  counts(cluster: string, namespaces: string | undefined, kinds: readonly string[]): Promise<CountsAnswer> {
    const query = new URLSearchParams({
      kinds: kinds.join(','),
      ...(namespaces === undefined ? {} : { ns: namespaces }),
    });
    return this.#get(`${clusterPath(cluster)}/counts?${query.toString()}`, CLUSTER_MS);
  }

  /** What pods of a cluster asked for, and until when the certificates of its connections are good. */
  standing(cluster: string, namespaces: string | undefined): Promise<StandingAnswer> {
    const query = new URLSearchParams(namespaces === undefined ? {} : { ns: namespaces });
    return this.#get(`${clusterPath(cluster)}/standing?${query.toString()}`);
  }

  /** Objects of any kind by name. */
  names(cluster: string, q: string, namespaces: string | undefined): Promise<NamesAnswer> {
    const query = new URLSearchParams({ q, ...(namespaces === undefined ? {} : { ns: namespaces }) });
    return this.#get(`${clusterPath(cluster)}/names?${query.toString()}`, CLUSTER_MS);
  }

  /** What was asked of API servers. */
  costs(): Promise<CostsAnswer> {
    return this.#get('/api/costs');
  }

  /** May be repeated: the same id is the same port. */
  openPort({ id, target, port, local, scheme }: ForwardRequest): Promise<ForwardAnswer> {
    return this.#post('/api/ports', { id, target, port, local, scheme }, CLUSTER_MS);
  }

  stopPort(request: StopForwardRequest): Promise<unknown> {
    return this.#post('/api/ports/stop', request);
  }

  startDemo(): Promise<{ cluster: string }> {
    return this.#post('/api/demo', {}, CLUSTER_MS);
  }

  preview(request: OperationRequest): Promise<PreviewAnswer> {
    return this.#post('/api/preview', request, PREVIEW_MS);
  }

  /** May be repeated: the same id is the same operation. */
  start(request: OperationRequest): Promise<OperationAnswer> {
    return this.#post('/api/operations', request, CLUSTER_MS);
  }

  /** What is collected for a cluster. */
  changeSet(cluster: string): Promise<ChangeSetAnswer> {
    return this.#get(`/api/change-set?${new URLSearchParams({ cluster }).toString()}`);
  }

  /** May be repeated: the same id is the same step. */
  addStep(request: AddStepRequest): Promise<ChangeSetAnswer> {
    return this.#post('/api/change-set/add', request);
  }

  arrangeSteps(request: ArrangeRequest): Promise<ChangeSetAnswer> {
    return this.#post('/api/change-set/arrange', request);
  }

  decideStep(request: DecideStepRequest): Promise<ChangeSetAnswer> {
    return this.#post('/api/change-set/decide', request);
  }

  /** May be repeated: the same id is the same run. */
  runSet(request: RunSetRequest): Promise<ChangeSetAnswer> {
    return this.#post('/api/change-set/run', request);
  }

  stopSet(cluster: string): Promise<unknown> {
    return this.#post('/api/change-set/stop', { cluster });
  }

  /** What would be sent now; nothing is. */
  exportSet(cluster: string): Promise<ExportAnswer> {
    return this.#post('/api/change-set/export', { cluster }, PREVIEW_MS);
  }

  /** Leaves alone what was not begun. */
  stop(id: string): Promise<unknown> {
    return this.#post('/api/operations/stop', { id });
  }

  /** What "all that match" means now. */
  matching(request: MatchingRequest): Promise<MatchingAnswer> {
    return this.#post('/api/matching', request, CLUSTER_MS);
  }

  /** What would become of the pods of a node; nothing is changed. */
  drainPlan(request: DrainPlanRequest): Promise<DrainPlanAnswer> {
    return this.#post('/api/drain-plan', request, PREVIEW_MS);
  }

  /** What was done in a cluster. */
  log({ cluster, filter, after }: LogQuery): Promise<LogAnswer> {
    const params = new URLSearchParams({ cluster, filter, ...(after === undefined ? {} : { after }) });
    return this.#get(`/api/log?${params.toString()}`);
  }

  /** What was done to one object. */
  history(query: HistoryQuery): Promise<HistoryAnswer> {
    const { until, ...object } = query;
    const params = new URLSearchParams({ ...object, ...(until === undefined ? {} : { until }) });
    return this.#get(`/api/history?${params.toString()}`);
  }

  /** Finished runs that were kept. */
  runs(query: RunsQuery): Promise<RunsAnswer> {
    return this.#get(`/api/runs?${new URLSearchParams(query).toString()}`);
  }

  /** Named values for runs of a CronJob. */
  presets(query: PresetsQuery): Promise<PresetsAnswer> {
    return this.#get(`/api/presets?${new URLSearchParams(query).toString()}`);
  }

  /** Keeps values under a name, or drops the name. */
  savePreset(request: PresetRequest): Promise<PresetsAnswer> {
    return this.#post('/api/presets', request);
  }

  /** What the cluster says of a kind's fields. */
  schema(cluster: string, kind: SchemaQuery): Promise<SchemaAnswer> {
    return this.#get(`${clusterPath(cluster)}/schema?${new URLSearchParams(kind).toString()}`, CLUSTER_MS);
  }

  /** What was chosen for a cluster. */
  settings(cluster: string): Promise<SettingsAnswer> {
    return this.#get(`${clusterPath(cluster)}/settings`);
  }

  saveSettings(cluster: string, settings: ClusterSettings): Promise<SettingsAnswer> {
    return this.#post(`${clusterPath(cluster)}/settings`, settings);
  }

  changePreferences(change: PreferencesChange): Promise<PreferencesState> {
    return this.#post('/api/preferences', change);
  }

  /** What a ConfigMap or a Secret holds, without the values. */
  dataKeys(request: DataKeysRequest): Promise<DataKeysAnswer> {
    return this.#post('/api/data-keys', request, CLUSTER_MS);
  }

  /** Who reads a ConfigMap or a Secret, and how. */
  dataReaders(request: DataReadersRequest): Promise<DataReadersAnswer> {
    return this.#post('/api/data-readers', request, PREVIEW_MS);
  }

  /** One value of a Secret; that it was asked for is recorded. */
  secretValue(request: SecretValueRequest): Promise<SecretValueAnswer> {
    return this.#post('/api/secret-value', request, CLUSTER_MS);
  }

  /** What is in a folder of a container. */
  listFiles(request: FileRequest): Promise<FolderAnswer> {
    return this.#post('/api/files/list', request, FILES_MS);
  }

  /** The beginning of a file in a container. */
  readFile(request: FileRequest): Promise<ReadAnswer> {
    return this.#post('/api/files/read', request, FILES_MS);
  }

  saveFile(request: SaveRequest): Promise<SaveAnswer> {
    return this.#post('/api/files/save', request, FILES_MS);
  }

  /** Makes a file or a folder ready to be fetched by a link. */
  fetchFile(request: FetchRequest): Promise<FetchAnswer> {
    return this.#post('/api/files/fetch', request, FILES_MS);
  }

  transfer(request: TransferRequest): Promise<TransferState> {
    return this.#post('/api/files/transfer', request);
  }

  /** Which recordings of terminals are kept. */
  recordings(): Promise<RecordingsAnswer> {
    return this.#get('/api/recordings');
  }

  /** One of them, as it was made. */
  recording(id: string): Promise<string> {
    return this.#ask(`/api/recordings/${id}`, {}, { limitMs: OWN_MS, parse: text => text });
  }

  /** May be repeated: the same id is the same recording. */
  keepRecording(query: KeepRecordingQuery, text: string): Promise<RecordingsAnswer> {
    const headers = { 'content-type': 'application/octet-stream', [REQUEST_HEADER]: '1' };
    const path = `/api/recordings?${new URLSearchParams(query).toString()}`;
    return this.#ask(path, { method: 'POST', headers, body: text }, { limitMs: OWN_MS });
  }

  forgetRecording(request: ForgetRecordingRequest): Promise<RecordingsAnswer> {
    return this.#post('/api/recordings/forget', request);
  }

  /** What was said of objects and is kept. */
  keptEvents(request: KeptEventsRequest): Promise<KeptEventsAnswer> {
    return this.#post('/api/kept-events', request);
  }

  /** What a pod or a node used in the last hours, as a Prometheus in the cluster has it. */
  usageHistory(request: UsageHistoryRequest): Promise<UsageHistoryAnswer> {
    return this.#post('/api/usage-history', request, CLUSTER_MS);
  }

  /** Who has a right, by roles and bindings. */
  whoCan(request: WhoCanRequest): Promise<WhoCanAnswer> {
    return this.#post('/api/who-can', request, CLUSTER_MS);
  }

  /** What somebody may do, by roles and bindings. */
  whatMay(request: WhatMayRequest): Promise<WhatMayAnswer> {
    return this.#post('/api/what-may', request, CLUSTER_MS);
  }

  /** What is kept of a release of Helm. */
  helmRevisions(request: RevisionsRequest): Promise<RevisionsAnswer> {
    return this.#post('/api/helm/revisions', request, CLUSTER_MS);
  }

  /** One revision of it, without the values of Secrets in its manifest. */
  helmRelease(request: ReleaseRequest): Promise<ReleaseAnswer> {
    return this.#post('/api/helm/release', request, CLUSTER_MS);
  }

  /** The same with them; that they were asked for is recorded. */
  revealRelease(request: RevealReleaseRequest): Promise<ReleaseAnswer> {
    return this.#post('/api/helm/reveal', request, CLUSTER_MS);
  }

  /** What of its manifest is in the cluster. */
  helmObjects(request: ReleaseRequest): Promise<ReleaseObjectsAnswer> {
    return this.#post('/api/helm/objects', request, PREVIEW_MS);
  }

  access(request: AccessRequest): Promise<AccessAnswer> {
    return this.#post('/api/access', request, CLUSTER_MS);
  }

  #get<T>(path: string, limitMs = OWN_MS): Promise<T> {
    return this.#ask(path, { headers: { accept: 'application/json' } }, { limitMs });
  }

  #post<T>(path: string, body: unknown, limitMs = OWN_MS): Promise<T> {
    const headers = { 'content-type': 'application/json', [REQUEST_HEADER]: '1' };
    return this.#ask(path, { method: 'POST', headers, body: writeJson(body) }, { limitMs });
  }

  /** The answer whole, within the limit; else why not, in the language of the page. */
  async #ask<T>(
    path: string,
    request: RequestInit,
    { limitMs, parse = parseJson }: { readonly limitMs: number; readonly parse?: (text: string) => unknown },
  ): Promise<T> {
    const late = new AbortController();
    const cancel = this.#clock.schedule(limitMs, () => late.abort());
    try {
      const response = await this.#fetch(path, { ...request, signal: late.signal });
      const text = await response.text();
      if (!response.ok) throw this.#refused(response, text);
      return parse(text) as T;
    } catch (error) {
      if (error instanceof ApiProblem) throw error;
      if (late.signal.aborted)
        throw new ApiProblem(NO_ANSWER, this.#wordsOf(pageProblem('lanthornLate', { seconds: limitMs / 1_000 })));
      // How a browser says that there is nobody to talk to, in its own language.
      if (error instanceof TypeError) throw new ApiProblem(NO_ANSWER, this.#wordsOf(pageProblem('lanthornAway', {})));
      throw error;
    } finally {
      cancel();
    }
  }

  #refused(response: Response, text: string): ApiProblem {
    const refusal = problemIn(text);
    return new ApiProblem(
      response.status,
      refusal === null ? foreignWords(response.status, text) : this.#wordsOf(refusal),
    );
  }
}

/** Of what answers in the place of our server, a person reads so much. */
const MAX_FOREIGN_WORDS = 300;

function foreignWords(status: number, body: string): string {
  return `${status}: “${plainText(body, MAX_FOREIGN_WORDS)}”`;
}

/** Null where it is no refusal of our server, such as that of a proxy in between. */
function problemIn(text: string): Problem | null {
  try {
    const value: unknown = JSON.parse(text);
    const isProblem = isObject(value) && typeof value['message'] === 'string' && isObject(value['params']);
    return isProblem ? (value as unknown as Problem) : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
