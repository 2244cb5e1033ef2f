import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';

/** All of them in the cluster `c`, by their state, then by their names. */
export const NAMESPACE_LIST = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'namespaces' },
  namespaces: [],
  filter: '',
  sort: [{ column: 'status', descending: false }],
  offset: 0,
  limit: 500,
  hold: false,
};

/** A cluster whose namespaces change as told. */
export class Namespaces {
  #tell: (line: string) => void = () => {};
  readonly #first: readonly string[];
  #version = 1;

  constructor(first: readonly string[]) {
    this.#first = first;
  }

  send = async ({ query }: ApiRequest) => {
    const items = this.#first.map(name => this.#object(name, 'Active'));
    const list = JSON.stringify({ metadata: { resourceVersion: '1' }, items });
    async function* listed() {
      yield list;
    }
    return { status: 200, headers: {}, warnings: [], body: query?.['watch'] === '1' ? this.#watch() : listed() };
  };

  say(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string, phase = 'Active'): void {
    this.#tell(`${JSON.stringify({ type, object: this.#object(name, phase) })}\n`);
  }

  /** It is deleted and made again under its name, between two frames. */
  replace(name: string): void {
    const object = this.#object(name, 'Active');
    const other = { ...object, metadata: { ...object.metadata, uid: `${name} again` } };
    this.#tell(
      ['DELETED', 'ADDED'].map((type, i) => `${JSON.stringify({ type, object: [object, other][i] })}\n`).join(''),
    );
  }

  #object(name: string, phase: string) {
    return { metadata: { name, uid: name, resourceVersion: String(this.#version++) }, status: { phase } };
  }

  async *#watch() {
    for (;;)
      yield await new Promise<string>(resolve => {
        this.#tell = resolve;
      });
  }
}
