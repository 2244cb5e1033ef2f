import { asArray, asObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { INDEX } from './job-policies.ts';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';

/** A pod of an Indexed Job: it learns its index by label, annotation, variable and host name (`job_controller.go`). */
export function withIndex(pod: KubeObject, { jobName, index }: { jobName: string; index: number }): KubeObject {
  const spec = asObject(pod['spec']);
  const told = (list: string) =>
    spec[list] === undefined ? {} : { [list]: asArray(spec[list]).map(container => withVariable(asObject(container))) };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: { ...pod.metadata.labels, [INDEX]: String(index) },
      annotations: { ...pod.metadata.annotations, [INDEX]: String(index) },
    },
    spec: { ...spec, ...told('initContainers'), ...told('containers'), hostname: `${jobName}-${index}` },
  };
}

/** One that the template sets itself stays. */
function withVariable(container: JsonObject): JsonObject {
  const env = asArray(container['env']);
  if (env.some(entry => asObject(entry)['name'] === INDEX_VARIABLE)) return container;
  const variable = { name: INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } } };
  return { ...container, env: [...env, variable] };
}
