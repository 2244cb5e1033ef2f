import { asArray, asObject, getPath } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';

const NODES = 'nodes.v1.';
const LEASES = 'leases.v1.coordination.k8s.io';
const NAMESPACE = 'kube-node-lease';
/** How long a lease holds, and how often it is renewed: a quarter of that (nodeLeaseDurationSeconds, nodeLeaseRenewIntervalFraction). */
const LEASE_SECONDS = 40;
const RENEW_MS = 10_000;
/** Of so many nodes each is renewed later, in time all the same: one process speaks for all of them, and idles. */
const MANY_NODES = 50;
const RENEW_MANY_MS = 30_000;
/** How often a kubelet says that all is as it was (nodeStatusReportFrequency). */
const REPORT_MS = 300_000;

/** The lease of a node; a kubelet that fell silent renewed it last at that time. */
export function leaseOf(node: KubeObject, renewedAt: number): KubeObject {
  const { name = '', uid = '' } = node.metadata;
  return {
    metadata: {
      name,
      namespace: NAMESPACE,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTime(renewedAt) },
  };
}

/** What kubelets send to say that they live: leases, and from time to time the conditions of their nodes. */
export class NodeHeartbeats {
  readonly #context: ControllerContext;
  /** When the conditions of each node were last sent. */
  readonly #reportedAt = new Map<string, number>();

  constructor(context: ControllerContext) {
    this.#context = context;
    let cancel = () => {};
    const tick = () => {
      this.#beat().catch((error: unknown) => context.logger.warn({ error: String(error) }, 'node heartbeat failed'));
      const isMany = context.informer(NODES).size > MANY_NODES;
      cancel = context.clock.schedule(isMany ? RENEW_MANY_MS : RENEW_MS, tick);
    };
    cancel = context.clock.schedule(0, tick);
    context.signal.addEventListener('abort', () => cancel());
    context.informer(NODES).subscribe(({ metadata }, { isDeleted }) => {
      if (isDeleted) this.#reportedAt.delete(metadata.name ?? '');
    });
  }

  async #beat(): Promise<void> {
    for (const node of [...this.#context.informer(NODES).all()]) {
      // One that is not ready has no kubelet that could say so.
      if (findCondition(node, 'Ready')?.['status'] !== 'True' || this.#context.signal.aborted) continue;
      await this.#renew(node);
      await this.#report(node);
    }
  }

  async #renew(node: KubeObject): Promise<void> {
    const lease = leaseOf(node, this.#context.clock.now());
    try {
      await this.#context.client.patch(LEASES, lease, {
        patch: { spec: { renewTime: getPath(lease, 'spec', 'renewTime') } },
      });
    } catch (error) {
      if (!isFailure(error, 'NotFound')) throw error;
      await this.#context.client.create(LEASES, lease);
    }
  }

  async #report(node: KubeObject): Promise<void> {
    const name = node.metadata.name ?? '';
    const now = this.#context.clock.now();
    if (now - (this.#reportedAt.get(name) ?? -Infinity) < REPORT_MS) return;
    this.#reportedAt.set(name, now);
    const conditions = asArray(getPath(node, 'status', 'conditions')).map(entry => ({
      ...asObject(entry),
      lastHeartbeatTime: formatTime(now),
    }));
    await this.#context.patchStatus(NODES, node, { conditions });
  }
}

/** As `metav1.MicroTime` is written. */
function microTime(at: number): string {
  return formatTime(at).replace('Z', '.000000Z');
}
