import { asArray, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerSources } from './container-sources.ts';
import { fieldOf, resourceOf } from './pod-fields.ts';
import { serviceVariables } from './service-variables.ts';

export interface Environment {
  readonly variables: ReadonlyMap<string, string>;
  /** What is not there that must be, in the words of a kubelet. */
  readonly problem: string | null;
}

const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const KINDS = { configmaps: 'ConfigMap', secrets: 'Secret' } as const;
type Source = keyof typeof KINDS;

/** The variables of a container, as its pod and what that names have them now. */
export function environmentOf(
  pod: KubeObject,
  container: JsonObject,
  { read, services }: Pick<ContainerSources, 'read' | 'services'>,
): Environment {
  const variables = new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', asString(getPath(pod, 'spec', 'hostname')) || (pod.metadata.name ?? '')],
    ['HOME', '/root'],
  ]);
  const namespace = pod.metadata.namespace ?? '';
  for (const [name, value] of serviceVariables(linkedServices(pod, services(namespace)))) variables.set(name, value);
  let problem: string | null = null;
  const sourced = (source: Source, reference: unknown): ReadonlyMap<string, string> | null => {
    const name = asString(getPath(reference, 'name'));
    const found = read(source, { namespace, name });
    if (found !== undefined) return valuesOf(found, source);
    if (getPath(reference, 'optional') !== true) problem ??= `${KINDS[source].toLowerCase()} "${name}" not found`;
    return null;
  };
  const keyed = (source: Source, reference: unknown): string | undefined => {
    const values = sourced(source, reference);
    const { name, key, optional } = asObject(reference);
    const value = values?.get(asString(key));
    if (values !== null && value === undefined && optional !== true)
      problem ??= `couldn't find key ${asString(key)} in ${KINDS[source]} ${namespace}/${asString(name)}`;
    return value;
  };
  for (const entry of asArray(container['envFrom']).map(asObject)) {
    const { configMapRef, secretRef, prefix } = entry;
    const values = configMapRef === undefined ? sourced('secrets', secretRef) : sourced('configmaps', configMapRef);
    for (const [key, value] of values ?? []) {
      const name = `${asString(prefix)}${key}`;
      if (NAME.test(name)) variables.set(name, value);
    }
  }
  for (const { name, value, valueFrom } of asArray(container['env']).map(asObject)) {
    const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = asObject(valueFrom);
    let given: string | undefined = withVariables(asString(value), variables);
    if (configMapKeyRef !== undefined) given = keyed('configmaps', configMapKeyRef);
    else if (secretKeyRef !== undefined) given = keyed('secrets', secretKeyRef);
    else if (fieldRef !== undefined) given = fieldOf(pod, asString(getPath(fieldRef, 'fieldPath')));
    else if (resourceFieldRef !== undefined) given = resourceOf(container, resourceFieldRef);
    if (given !== undefined) variables.set(asString(name), given);
  }
  return { variables, problem };
}

/**
 * All of its namespace and the API server; the latter alone where the pod wants no others. One of its namespace that is named as the API server's
 * is told of in that one's place (getServiceEnvVarMap of a kubelet).
 */
function linkedServices(pod: KubeObject, services: readonly KubeObject[]): readonly KubeObject[] {
  const isMaster = ({ metadata }: KubeObject) => metadata.namespace === 'default' && metadata.name === 'kubernetes';
  if (getPath(pod, 'spec', 'enableServiceLinks') === false) return services.filter(isMaster);
  const isReplaced = services.some(
    service => service.metadata.name === 'kubernetes' && !isMaster(service) && serviceVariables([service]).length > 0,
  );
  return isReplaced ? services.filter(service => !isMaster(service)) : services;
}

function valuesOf(object: KubeObject, source: Source): Map<string, string> {
  const encoding = source === 'secrets' ? 'base64' : 'utf8';
  const entries = Object.entries(asStringMap(object['data'])).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(entries.map(([key, value]) => [key, Buffer.from(value, encoding).toString()]));
}

/** Linux gives a program no longer text (MAX_ARG_STRLEN); variables of variables double with each line. */
const MAX_TEXT = 128 * 1024;

/**
 * `$(NAME)` is the variable where there is one; `$$(NAME)` is `$(NAME)` (third_party/forked/golang/expansion). What would be too long
 * stays as it is written.
 */
export function withVariables(text: string, variables: ReadonlyMap<string, string>): string {
  let left = MAX_TEXT - text.length;
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return '$';
    const value = variables.get(name) ?? whole;
    left -= value.length;
    return left < 0 ? whole : value;
  });
}
