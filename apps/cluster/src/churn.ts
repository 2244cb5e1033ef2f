import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';

/** As many pods as are written to; a screen shows them all. */
const PODS = 40;
/** The first of those that `--pods` adds. */
const NAMESPACE = 'team-000';
const TICK_MS = 5;
const MAX_BEHIND_MS = 20;

/** Steady writes to the status of some pods, each saying when it was made (`at-` and milliseconds): to see how late others learn of it. */
export class Churn {
  readonly #source: ApiSource;
  readonly #paths: readonly string[];
  #timer: ReturnType<typeof setInterval> | null = null;

  private constructor(source: ApiSource, paths: readonly string[]) {
    this.#source = source;
    this.#paths = paths;
  }

  static async of(source: ApiSource): Promise<Churn> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const response = await source.send({ method: 'GET', path, query: { limit: String(PODS) } });
    const list: unknown = JSON.parse(await readBody(response));
    const names = asArray(getPath(list, 'items')).map(pod => asString(getPath(pod, 'metadata', 'name')));
    if (names.length === 0) throw new Error(`there are no pods in ${NAMESPACE}: --pods adds some`);
    return new Churn(
      source,
      names.map(name => `${path}/${name}/status`),
    );
  }

  /** From now on so many writes a second; none at 0. */
  set rate(perSecond: number) {
    if (this.#timer !== null) clearInterval(this.#timer);
    if (perSecond === 0) return;
    const from = performance.now();
    let count = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - from) / 1000) * perSecond);
      // What cannot be made is left out: to make up for it would leave no time to tell anybody.
      count = Math.max(count, due - Math.ceil((perSecond * MAX_BEHIND_MS) / 1000));
      for (; count < due; count++) this.#write(count);
    }, TICK_MS);
  }

  #write(count: number): void {
    const path = this.#paths[count % this.#paths.length] ?? '';
    const headers = { 'content-type': 'application/merge-patch+json' };
    const body = JSON.stringify({ status: { reason: `at-${Date.now()}`, containerStatuses: [] } });
    void this.#source.send({ method: 'PATCH', path, headers, body }).then(readBody);
  }
}
