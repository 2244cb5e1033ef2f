import { randomUUID } from 'node:crypto';
import { asArray, asObject, asString, isObject } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { parseKubernetesYaml } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';

/** One request and what came back (status 0: something else that was seen), with everything that differs between two clusters replaced. */
export interface Exchange {
  readonly title: string;
  readonly status: number;
  readonly warnings?: readonly string[];
  /** Of a watch, its events in order. */
  readonly body: unknown;
}

export interface ScenarioRequest {
  readonly method: ApiRequest['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Content type of the body; JSON where nothing is said. */
  readonly type?: string;
  readonly accept?: string;
  /** Of a client; what it writes is its own (`managedFields`). */
  readonly agent?: string;
  /** Whom an administrator acts as. */
  readonly as?: string;
  readonly body?: unknown;
  /** Reads a stream until so many events came. */
  readonly events?: number;
}

export interface Stage {
  /** The scenario's own namespace, which is empty at its beginning. */
  readonly namespace: string;
  /** Sends, records under a title of its own, and returns the body as it came. */
  readonly send: (title: string, request: ScenarioRequest) => Promise<Record<string, unknown>>;
  /** The same, unrecorded. */
  readonly ask: (request: ScenarioRequest) => Promise<{ status: number; body: Record<string, unknown> }>;
  /** Records what was seen. */
  readonly look: (title: string, value: unknown) => void;
  /** Asks again, unrecorded, until the answer is as wanted; fails after a while. */
  readonly until: (
    request: ScenarioRequest,
    holds: (answer: { status: number; warnings: readonly string[]; body: Record<string, unknown> }) => boolean,
  ) => Promise<Record<string, unknown>>;
  /** Writes an object of a built-in resource past the API: the past is made so. */
  readonly put: (resource: GroupVersionResource, object: KubeObject) => Promise<void>;
}

/** Where scenarios are played. */
export interface Theatre {
  readonly source: ApiSource;
  /** Only where there are controllers: without them the past has no consequences. */
  readonly put?: Stage['put'];
}

/** Requests in an order that says something together; the same on every cluster. */
export interface Scenario {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** What a server does by itself is done by then; CronJobs take minutes. */
const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 50;

/** Plays a scenario against an API server and gives what it answered. */
export async function playScenario({ name, run }: Scenario, { source, put = notHere }: Theatre): Promise<Exchange[]> {
  const namespace = `conformance-${name}-${drawnLetters()}`;
  const exchanges: Exchange[] = [];
  const normaliser = new Normaliser(namespace);
  await prepare(source, { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
  // Its controller may be missing; pods need it.
  const account = { metadata: { name: 'default' } };
  await prepare(
    source,
    { method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body: account },
    409,
  );
  await run({
    namespace,
    put,
    async send(title, request) {
      // In the order of the questions: of two that wait at once either may be answered first.
      const place = exchanges.push({ title, status: 0, body: null }) - 1;
      const response = await source.send(toRequest(request));
      const answered = await readAnswer(response.body, request.events);
      const isYaml = response.headers['content-type']?.startsWith('application/yaml') === true;
      const body: unknown = isYaml ? parseKubernetesYaml(String(answered)).toJS() : answered;
      exchanges[place] = {
        title,
        status: response.status,
        ...(response.warnings.length === 0 ? {} : { warnings: response.warnings }),
        body: normaliser.exchange(body),
      };
      return asObject(body);
    },
    async ask(request) {
      const response = await source.send(toRequest(request));
      return { status: response.status, body: asObject(await readAnswer(response.body, undefined)) };
    },
    look(title, value) {
      exchanges.push({ title, status: 0, body: normaliser.unordered(value) });
    },
    async until(request, holds) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const response = await source.send(toRequest(request));
        const body = asObject(await readAnswer(response.body, undefined));
        normaliser.see(body);
        if (holds({ status: response.status, warnings: response.warnings, body })) return body;
        if (Date.now() > end)
          throw new Error(`${request.method} ${request.path} stays ${response.status}: ${writeJson(body)}`);
        await new Promise(resolve => setTimeout(resolve, ASK_AGAIN_MS));
      }
    },
  });
  await prepare(source, { method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
  return exchanges;
}

/** Letters alone: digits can look like the minute in the name of a CronJob's run, or like an age. */
function drawnLetters(): string {
  return randomUUID()
    .slice(0, 8)
    .replace(/\d/g, digit => 'ghijklmnop'.charAt(Number(digit)));
}

function notHere(): Promise<never> {
  return Promise.reject(new Error('nothing writes past the API here'));
}

async function prepare(source: ApiSource, request: ScenarioRequest, fine = 200): Promise<void> {
  const response = await source.send(toRequest(request));
  const text = await readBody(response);
  if (response.status >= 300 && response.status !== fine) throw new Error(`${request.method} ${request.path}: ${text}`);
}

function toRequest({ method, path, query, type, accept, agent, as, body }: ScenarioRequest): ApiRequest {
  return {
    method,
    path,
    ...(query === undefined ? {} : { query }),
    headers: {
      'content-type': type ?? 'application/json',
      accept: accept ?? 'application/json',
      'user-agent': agent ?? 'conformance/1.0',
      ...(as === undefined ? {} : { 'impersonate-user': as }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : writeJson(body) }),
  };
}

async function readAnswer(chunks: AsyncIterable<string>, events: number | undefined): Promise<unknown> {
  if (events === undefined) {
    let text = '';
    for await (const chunk of chunks) text += chunk;
    try {
      return parseJson(text);
    } catch (error) {
      if (error instanceof SyntaxError) return text;
      throw error;
    }
  }
  const found: unknown[] = [];
  let open = '';
  for await (const chunk of chunks) {
    const lines = `${open}${chunk}`.split('\n');
    open = lines.pop() ?? '';
    found.push(...lines.filter(line => line !== '').map(parseJson));
    if (found.length >= events) break;
  }
  return found.slice(0, events);
}

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

function ownerKey(owner: unknown): string {
  const { manager, operation, subresource } = asObject(owner);
  return JSON.stringify([operation, manager, subresource]);
}

/** Sorts every list by what it holds. */
function sorted(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .replace(/<suffix \d+>/g, '<suffix>')
      .replace(CREATED, '$1-<suffix>')
      .replace(OF_SET, '$1-<suffix>');
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, sorted(entry)]));
  if (!Array.isArray(value)) return value;
  return value.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A pod's name after the hash of its set. */
const OF_SET = /(<hash \d+>)-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;
/** The pod of an event may be gone before anybody saw it. */
const CREATED = /((?:Created|Deleted) pod: .*)-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Length of what the server draws. */
const SUFFIX = 5;

/** Labels whose values are hashes of Go's structs. */
const HASHES = [
  ['pod-template-hash', 'hash'],
  ['controller.kubernetes.io/hash', 'revision'],
  ['controller-revision-hash', 'revision'],
] as const;

/** Replaces what differs between two clusters, the same by the same: within an exchange two equal versions stay equal. */
class Normaliser {
  readonly #numbers = new Map<string, string>();
  #suffixes = 0;
  readonly #names = new Map<string, string>();

  constructor(namespace: string) {
    this.#names.set(namespace, '<namespace>');
  }

  exchange(body: unknown): unknown {
    this.#numbers.clear();
    return this.normalise(body);
  }

  /** What was seen of things that happen in no order: drawn names say nothing, and lists are sorted. */
  unordered(value: unknown): unknown {
    return sorted(this.normalise(value));
  }

  /** Remembers the names of what an answer holds. */
  see(body: Record<string, unknown>): void {
    for (const object of [body, ...asArray(body['items'])]) if (isKubeObject(object)) this.#remember(object.metadata);
  }

  normalise(value: unknown): unknown {
    if (isKubeObject(value)) this.#remember(value.metadata);
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map(item => this.normalise(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) =>
        key === 'description' || entry === undefined ? [] : [[key, this.#entry(key, entry)]],
      ),
    );
  }

  #entry(key: string, value: unknown): unknown {
    // Owners are ordered by the second they wrote in: which two share one is chance.
    if (key === 'managedFields' && Array.isArray(value))
      return value.map(owner => this.normalise(owner)).toSorted((a, b) => (ownerKey(a) < ownerKey(b) ? -1 : 1));
    if (key === 'resourceVersion' && typeof value === 'string' && value !== '') return this.#numbered('version', value);
    if (key === 'serverAddress') return '<server>';
    if (key === 'continue' && typeof value === 'string' && value !== '') return '<continue>';
    return this.normalise(value);
  }

  /** Drawn names begin with what was asked for. */
  #remember({ name, generateName, labels }: KubeObject['metadata'] & { readonly generateName?: string }): void {
    for (const [key, shown] of HASHES) {
      // Of a StatefulSet the name stands before it.
      const hash = asString(asObject(labels)[key]).split('-').at(-1) ?? '';
      const known = [...this.#names.values()].filter(value => value.startsWith(`<${shown}`)).length;
      if (hash !== '' && !this.#names.has(hash)) this.#names.set(hash, `<${shown} ${known + 1}>`);
    }
    const prefix = asString(generateName);
    const isDrawn =
      prefix !== '' && asString(name).startsWith(prefix) && asString(name).length === prefix.length + SUFFIX;
    if (isDrawn && !this.#names.has(asString(name)))
      this.#names.set(asString(name), `${prefix}<suffix ${++this.#suffixes}>`);
  }

  #text(text: string): string {
    let result = text.replace(UID, uid => this.#numbered('uid', uid)).replace(TIME, '<time>');
    for (const [name, shown] of this.#names) result = result.replaceAll(name, shown);
    if (/^(\d+[smhd])+$/.test(result)) return '<age>';
    return result
      .replace(/current: \d+/, 'current: <number>')
      .replace(/https:\/\/127\.0\.0\.1:\d\d+/g, '<hook>')
      .replace(/kube-api-access-\w{5}/g, '<access>')
      .replace(/\b10\.96\.\d+\.\d+\b/g, '<address>');
  }

  #numbered(kind: string, value: string): string {
    const key = `${kind} ${value}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const count = [...this.#numbers.keys()].filter(other => other.startsWith(`${kind} `)).length;
    this.#numbers.set(key, `<${kind} ${count + 1}>`);
    return `<${kind} ${count + 1}>`;
  }
}
