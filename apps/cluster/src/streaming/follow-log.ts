import type { Kubelet } from '@lanthorn/apiserver/requests/api-server.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** What a container says from now on; nothing where no node serves it. */
export async function* followLog(
  kubelet: Kubelet | null,
  { pod, container, signal }: { pod: KubeObject; container: string; signal: AbortSignal },
): AsyncIterable<string> {
  const options = {
    container,
    follow: true,
    previous: false,
    timestamps: false,
    tailLines: 0,
    since: null,
    limitBytes: null,
  };
  const log = kubelet?.containerLog(pod, options, signal);
  if (log !== undefined && 'chunks' in log) yield* log.chunks;
}
