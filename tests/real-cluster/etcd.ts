import { asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** The store behind a real API server, by etcd's JSON gateway: what the API refuses (the past, forgetting) is done here. */
export class Etcd {
  readonly #url: string;
  #compacted = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** Forgets every revision so far. Its revision is the resourceVersion of the API. */
  async compact(): Promise<void> {
    const range = await this.#ask('/v3/kv/range', { key: base64('/'), limit: '1' });
    const revision = asString(getPath(range, 'header', 'revision'));
    // Nothing was written since the last time; asking twice is refused.
    if (revision === this.#compacted) return;
    this.#compacted = revision;
    await this.#ask('/v3/kv/compaction', { revision });
  }

  /** Writes an object of a built-in resource past all validation: the API server reads JSON beside the protobuf it writes itself. */
  async put(resource: string, object: KubeObject): Promise<void> {
    const { namespace = '', name = '' } = object.metadata;
    const key = `/registry/${resource}/${namespace}/${name}`;
    await this.#ask('/v3/kv/put', { key: base64(key), value: base64(JSON.stringify(object)) });
  }

  async #ask(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`etcd answers ${response.status}: ${await response.text()}`);
    return response.json();
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
