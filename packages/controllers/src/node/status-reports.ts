import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type PodRun, podStatus } from './pod-status.ts';

const PODS = 'pods.v1.';
/** How often a kubelet looks whether what it reported has arrived (syncPeriod of its status manager). */
const SYNC_MS = 10_000;

/** What nodes tell of their pods: the newest of each, one at a time, for of two on their way the older one could arrive last. */
export class StatusReports {
  readonly #context: ControllerContext;
  /** By uid, what the API server has not taken yet. */
  readonly #unsent = new Map<string, PodRun>();
  readonly #sending = new Set<string>();

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  tell(pod: KubeObject, run: PodRun): void {
    this.#unsent.set(pod.metadata.uid ?? '', run);
    void this.#send(pod);
  }

  /** Of a pod that is gone nothing is told. */
  forget({ metadata: { uid = '' } }: KubeObject): void {
    this.#unsent.delete(uid);
  }

  /** A report that the server did not take is sent again. */
  async #send(pod: KubeObject): Promise<void> {
    const { uid = '' } = pod.metadata;
    if (this.#sending.has(uid)) return;
    this.#sending.add(uid);
    try {
      for (let run = this.#unsent.get(uid); run !== undefined; run = this.#unsent.get(uid)) {
        if (this.#context.signal.aborted) return;
        await this.#report(pod, run);
        if (this.#unsent.get(uid) === run) this.#unsent.delete(uid);
      }
    } catch (error) {
      if (isFailure(error, 'NotFound')) return this.forget(pod);
      this.#context.logger.warn({ error: String(error) }, 'kubelet request failed');
      this.#context.clock.schedule(SYNC_MS, () => void this.#send(pod));
    } finally {
      this.#sending.delete(uid);
    }
  }

  /** Writes the status onto the newest version of the pod; nothing where the pod is gone. */
  async #report(pod: KubeObject, run: PodRun): Promise<void> {
    const { namespace = '', name = '', uid } = pod.metadata;
    const latest = this.#context.informer(PODS).get(namespace, name);
    if (latest === undefined || latest.metadata.uid !== uid) return;
    const status = podStatus(latest, run, this.#context.clock.now());
    const patch = { metadata: { uid }, status };
    this.#context
      .informer(PODS)
      .observe(await this.#context.client.patch(PODS, latest, { patch, subresource: 'status' }));
  }
}
