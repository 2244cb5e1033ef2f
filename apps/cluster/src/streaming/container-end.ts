import { asArray, asObject, getPath } from '@lanthorn/base/json.ts';
import type { Storage } from '@lanthorn/apiserver/storage/storage.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { WatchEnd } from './command-runner.ts';

const PODS = 'pods.v1.';

/** A container ends with its pod, or when its status tells of another run. */
export function watchEnds(storage: Storage): WatchEnd {
  return (pod, container, onEnd) => {
    const run = runOf(pod, container);
    return storage.watch(PODS, storage.revision, ({ type, object }) => {
      if (object.metadata.uid !== pod.metadata.uid) return;
      if (type === 'DELETED' || runOf(object, container) !== run) onEnd();
    });
  };
}

/** Changes when it ends, and when it is started again. */
function runOf(pod: KubeObject, container: string): string {
  const statuses = asArray(getPath(pod, 'status', 'containerStatuses')).map(asObject);
  const status = container === '' ? statuses[0] : statuses.find(({ name }) => name === container);
  return JSON.stringify([status?.['restartCount'], getPath(status, 'state', 'running', 'startedAt')]);
}
