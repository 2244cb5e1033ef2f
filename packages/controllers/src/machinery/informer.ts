import { asArray, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { type CancelSignal, type Clock, sleep } from '@lanthorn/base/clock.ts';
import { must } from '@lanthorn/base/assert.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { parseResourceKey, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, isKubeObject, type KubeObject, readOwners } from '@lanthorn/kube/objects/kube-object.ts';

export type InformerListener = (
  object: KubeObject,
  change: { readonly previous: KubeObject | null; readonly isDeleted: boolean },
) => void;

/** A page small enough that parsing it does not hold up the process. */
const PAGE_SIZE = 500;
/** After a failed list or watch: the embedded server answers at once, a real one deserves a pause. */
const RETRY_MS = 1_000;

/** A local copy of one resource, kept by list and watch, with listeners told of every change. */
export class Informer {
  readonly resource: string;
  readonly #source: ApiSource;
  readonly #clock: Clock;
  readonly #objects = new Map<string, KubeObject>();
  readonly #byOwner = new Map<string, Set<string>>();
  readonly #listeners: InformerListener[] = [];
  #synced: () => void = () => {};
  /** Resolves when the first list is complete. */
  readonly ready: Promise<void>;

  constructor(resource: string, { source, clock }: { source: ApiSource; clock: Clock }) {
    this.resource = resource;
    this.#source = source;
    this.#clock = clock;
    this.ready = new Promise(resolve => {
      this.#synced = resolve;
    });
  }

  subscribe(listener: InformerListener): void {
    this.#listeners.push(listener);
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  get size(): number {
    return this.#objects.size;
  }

  all(): Iterable<KubeObject> {
    return this.#objects.values();
  }

  ownedBy(uid: string): KubeObject[] {
    const keys = this.#byOwner.get(uid) ?? new Set<string>();
    return [...keys].flatMap(key => this.#objects.get(key) ?? []);
  }

  /** Those of a namespace that nobody controls. */
  uncontrolled(namespace: string): KubeObject[] {
    return this.ownedBy(`${namespace}/`);
  }

  /** Takes in the answer to an own write at once: the next reconcile must not act on the state before it. */
  observe(object: KubeObject): void {
    this.#apply(object);
  }

  async run(signal: CancelSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const version = await this.#list(signal);
        this.#synced();
        await this.#watch(version, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof Error)) throw error;
      }
      await sleep(this.#clock, RETRY_MS, signal);
    }
  }

  #path(): string {
    return resourcePath(must(parseResourceKey(this.resource), `${this.resource} is no resource`));
  }

  async #list(signal: CancelSignal): Promise<string> {
    const seen = new Set<string>();
    let token = '';
    let version = '';
    do {
      const query = { limit: String(PAGE_SIZE), ...(token === '' ? {} : { continue: token }) };
      const response = await this.#source.send({ method: 'GET', path: this.#path(), query }, signal);
      const page: unknown = response.value ?? parseJson(await readBody(response));
      if (response.status !== 200) throw new Error(`list of ${this.resource} answered ${response.status}`);
      for (const item of asArray(asObject(page)['items'])) {
        if (!isKubeObject(item)) continue;
        seen.add(keyOf(item));
        this.#apply(item);
      }
      token = asString(getPath(page, 'metadata', 'continue'));
      version = asString(getPath(page, 'metadata', 'resourceVersion'));
    } while (token !== '');
    for (const [key, object] of this.#objects) if (!seen.has(key)) this.#remove(object);
    return version;
  }

  async #watch(resourceVersion: string, signal: CancelSignal): Promise<void> {
    const query = { watch: '1', resourceVersion, allowWatchBookmarks: 'true' };
    const request = { method: 'GET', path: this.#path(), query, takesValues: true } as const;
    const response = await this.#source.send(request, signal);
    if (response.events !== undefined) {
      for await (const events of response.events) for (const event of events) if (!this.#onEvent(event)) return;
      return;
    }
    let rest = '';
    for await (const chunk of response.body) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (!this.#onEvent(parseJson(line))) return;
    }
  }

  /** False where the watch is over. */
  #onEvent(event: unknown): boolean {
    if (!isObject(event)) return true;
    const { type, object } = event;
    if (type === 'ERROR') return false;
    if (type === 'BOOKMARK' || !isKubeObject(object)) return true;
    if (type === 'DELETED') this.#remove(object);
    else this.#apply(object);
    return true;
  }

  #apply(object: KubeObject): void {
    const key = keyOf(object);
    const previous = this.#objects.get(key) ?? null;
    // Numbers may be compared: the API promises it (KEP-5504). Older news can arrive after an observed write.
    if (previous !== null && versionOf(previous) >= versionOf(object)) return;
    if (previous !== null) this.#index(previous, keys => keys.delete(key));
    this.#objects.set(key, object);
    this.#index(object, keys => keys.add(key));
    for (const listener of this.#listeners) listener(object, { previous, isDeleted: false });
  }

  #remove(object: KubeObject): void {
    const key = keyOf(object);
    const previous = this.#objects.get(key) ?? null;
    if (previous !== null) this.#index(previous, keys => keys.delete(key));
    this.#objects.delete(key);
    for (const listener of this.#listeners) listener(object, { previous, isDeleted: true });
  }

  #index(object: KubeObject, change: (keys: Set<string>) => void): void {
    const uids = readOwners(object).map(({ uid }) => uid);
    // No uid has a slash.
    if (controllerOf(object) === null) uids.push(`${object.metadata.namespace ?? ''}/`);
    for (const uid of uids) {
      const keys = this.#byOwner.get(uid) ?? new Set<string>();
      change(keys);
      if (keys.size === 0) this.#byOwner.delete(uid);
      else this.#byOwner.set(uid, keys);
    }
  }
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
}

function versionOf(object: KubeObject): number {
  return Number(object.metadata.resourceVersion ?? 0);
}
