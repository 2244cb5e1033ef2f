import { asArray, asObject, asString, asStringMap, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionParams, ActionRecord, ContainerChange, Lack, Message, ObjectTarget } from '../machinery/action.ts';
import { kubectlKind, kubectlLine, patchRight } from '../machinery/change-request.ts';
import { daemonTolerations, nodes, roomLacks } from './free-room.ts';
import { restoreByEdit } from '../machinery/inverse.ts';

/** Where each kind keeps its pods' spec. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  'deployments.apps': ['spec', 'template', 'spec'],
  'statefulsets.apps': ['spec', 'template', 'spec'],
  'daemonsets.apps': ['spec', 'template', 'spec'],
  'cronjobs.batch': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

export function podSpecPath(resource: GroupVersionResource): readonly string[] {
  return POD_SPECS[groupResource(resource)] ?? [];
}

type Nodes = readonly KubeObject[] | null;
type Amounts = Readonly<Record<string, string | null>> | undefined;

const listOf = ({ isInit }: Pick<ContainerChange, 'isInit'>) => (isInit ? 'initContainers' : 'containers');

function containerOf(object: unknown, target: ObjectTarget, change: ContainerChange): unknown {
  const list = asArray(getPath(object, ...podSpecPath(target.resource), listOf(change)));
  return list.find(container => getPath(container, 'name') === change.name);
}

/** Containers of both lists, as they are. */
function containersOf(object: unknown, { resource }: ObjectTarget) {
  return [false, true].flatMap(isInit =>
    asArray(getPath(object, ...podSpecPath(resource), listOf({ isInit }))).map(container => ({
      name: asString(getPath(container, 'name')),
      isInit,
      image: asString(getPath(container, 'image')),
    })),
  );
}

/** What is meant on this object: containers by their names, or those that have an image, whatever they are called here. */
function changesOn(
  object: unknown,
  target: ObjectTarget,
  { containers = [], images }: ActionParams,
): readonly ContainerChange[] {
  if (images === undefined) return containers;
  return containersOf(object, target)
    .filter(({ image }) => image === images.from)
    .map(({ name, isInit }) => ({ name, isInit, image: images.to }));
}

/** What is asked of an image, and is not there: neither the one before nor the one after. */
function lackedImage(object: unknown, target: ObjectTarget, { images }: ActionParams): Lack | null {
  if (images === undefined) return null;
  const isThere = containersOf(object, target).some(({ image }) => image === images.from || image === images.to);
  return isThere ? null : { what: 'image', name: images.from };
}

/** Whether each name has its new value, and what was taken away is not there. */
function isSo(now: Readonly<Record<string, unknown>>, wanted: Amounts): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => deepEqual(now[name], value ?? undefined));
}

function environment(container: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    asArray(getPath(container, 'env')).map(entry => {
      const { name, value = '', valueFrom } = asObject(entry);
      return [asString(name), valueFrom ?? value];
    }),
  );
}

function isAsWanted(container: unknown, { image, requests, limits, env }: ContainerChange): boolean {
  const amounts = (kind: string) => asStringMap(getPath(container, 'resources', kind));
  return (
    (image === undefined || getPath(container, 'image') === image) &&
    isSo(amounts('requests'), requests) &&
    isSo(amounts('limits'), limits) &&
    isSo(environment(container), env)
  );
}

/** One container of a strategic merge patch: named, with nothing but what is another. */
function containerPatch({ name, image, requests, limits, env }: ContainerChange): JsonObject {
  const resources = { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) };
  const variables = Object.entries(env ?? {}).map(([variable, value]) =>
    value === null ? { name: variable, $patch: 'delete' } : { name: variable, value, valueFrom: null },
  );
  return {
    name,
    ...(image === undefined ? {} : { image }),
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
    ...(variables.length === 0 ? {} : { env: variables }),
  };
}

function patchOf({ resource }: ObjectTarget, changes: readonly ContainerChange[]): JsonObject {
  const lists: Record<string, JsonObject[]> = {};
  for (const change of changes) (lists[listOf(change)] ??= []).push(containerPatch(change));
  return podSpecPath(resource).reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), lists);
}

/** What is said before: what becomes another, and what that does to the pods. */
function effects(
  object: KubeObject,
  { target, changes, machines }: { target: ObjectTarget; changes: readonly ContainerChange[]; machines: Nodes },
): Message[] {
  const images = changes
    .filter(change => change.image !== undefined)
    .map(
      change => `${change.name}: ${asString(getPath(containerOf(object, target, change), 'image'))} → ${change.image}`,
    );
  const named = (isMeant: (change: ContainerChange) => boolean) => changes.filter(isMeant).map(({ name }) => name);
  const sized = named(({ requests, limits }) => requests !== undefined || limits !== undefined);
  const said = named(({ env }) => env !== undefined);
  return [
    ...(images.length === 0 ? [] : [{ key: 'effect.imagesSet', values: { images: images.join(', ') } }]),
    ...(sized.length === 0 ? [] : [{ key: 'effect.resourcesSet', values: { containers: sized.join(', ') } }]),
    ...(said.length === 0 ? [] : [{ key: 'effect.environmentSet', values: { containers: said.join(', ') } }]),
    { key: rolloutKey(object, target), values: {} },
    // Those that go leave room: only what no node has in all is sure to be lacking.
    ...(sized.length === 0
      ? []
      : roomLacks({ spec: changedSpec(object, target, changes) }, 1, { nodes: machines, pods: null })),
  ];
}

/** The spec of the pods with the requests that they will have. */
function changedSpec(object: KubeObject, target: ObjectTarget, changes: readonly ContainerChange[]): JsonObject {
  const spec = asObject(getPath(object, ...podSpecPath(target.resource)));
  const changed = (list: 'containers' | 'initContainers') =>
    asArray(spec[list]).map(container => {
      const { name, resources, ...rest } = asObject(container);
      const change = changes.find(each => each.name === name && listOf(each) === list);
      const { requests } = asObject(resources);
      return { ...rest, name, resources: { requests: { ...asObject(requests), ...change?.requests } } };
    });
  const tolerations = target.resource.resource === 'daemonsets' ? { tolerations: daemonTolerations(spec) } : {};
  return { ...spec, ...tolerations, containers: changed('containers'), initContainers: changed('initContainers') };
}

/** What follows of a template that became another. */
export function rolloutKey(object: KubeObject, { resource }: Pick<ObjectTarget, 'resource'>): string {
  const spec = asObject(object['spec']);
  if (groupResource(resource) === 'cronjobs.batch') return 'effect.nextRunsUseIt';
  if (spec['paused'] === true) return 'effect.rolloutWaits';
  if (getPath(spec, 'updateStrategy', 'type') === 'OnDelete') return 'effect.podsWaitForDelete';
  if (getPath(spec, 'strategy', 'type') === 'Recreate') return 'effect.rolloutStopsAll';
  return 'effect.rolloutFollows';
}

function kubectlText(target: ObjectTarget, context: string, changes: readonly ContainerChange[]): string {
  const kind = kubectlKind(target.resource);
  const isTaken = changes.some(({ requests, limits }) =>
    [...Object.values(requests ?? {}), ...Object.values(limits ?? {})].includes(null),
  );
  // kubectl has no word for taking an amount away.
  if (isTaken) {
    const patch = `--patch=${writeJson(patchOf(target, changes))}`;
    return kubectlLine(target, context, ['patch', kind, target.name, '--type=strategic', patch]);
  }
  const line = (verb: string, words: readonly string[]) =>
    kubectlLine(target, context, ['set', verb, kind, target.name, ...words]);
  const images = changes.flatMap(({ name, image }) => (image === undefined ? [] : [`${name}=${image}`]));
  const pairs = (flag: string, amounts: Amounts) => {
    const text = Object.entries(amounts ?? {}).map(([name, amount]) => `${name}=${amount ?? ''}`);
    return text.length === 0 ? [] : [`--${flag}=${text.join(',')}`];
  };
  return [
    ...(images.length === 0 ? [] : [line('image', images)]),
    ...changes.flatMap(({ name, requests, limits }) => {
      const words = [...pairs('requests', requests), ...pairs('limits', limits)];
      return words.length === 0 ? [] : [line('resources', [`--containers=${name}`, ...words])];
    }),
    ...changes.flatMap(({ name, env = {} }) => {
      const words = Object.entries(env).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
      return words.length === 0 ? [] : [line('env', [`--containers=${name}`, ...words])];
    }),
  ].join('\n');
}

/** Images, requests and limits, and the environment of a template's containers: nothing else of it, and only in that very state of the object. */
export const CHANGE_CONTAINERS: ActionRecord<'workload.containers'> = {
  kind: 'workload.containers',
  isOffered: false,
  key: null,
  form: 'containers',
  tone: 'plain',
  guard: null,
  appliesTo: resource => podSpecPath(resource).length > 0,
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  related: () => [nodes],
  plan: ({ target, params }, object, { context, related = [] }) => {
    const changes = changesOn(object, target, params);
    const [machines = null] = related;
    const missing = changes.find(change => containerOf(object, target, change) === undefined);
    const { resourceVersion } = object.metadata;
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...target.resource, namespace: target.namespace, name: target.name }),
        query: { fieldValidation: 'Strict' },
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: writeJson({ metadata: { uid: target.uid, resourceVersion }, ...patchOf(target, changes) }),
      },
      right: patchRight(target),
      effects: effects(object, { target, changes, machines }),
      kubectl: kubectlText(target, context, changes),
      confirmation: { type: 'answered' },
      isDone: changes.every(change => isAsWanted(containerOf(object, target, change), change)),
      clashes: [],
      // A strategic merge would add a container of that name.
      lacks: missing === undefined ? lackedImage(object, target, params) : { what: 'container', name: missing.name },
    };
  },
  isOwnWork: ({ target, params }, object) =>
    object.metadata.uid === target.uid &&
    lackedImage(object, target, params) === null &&
    changesOn(object, target, params).every(change => isAsWanted(containerOf(object, target, change), change)),
  follows: null,
  inverse: restoreByEdit,
};
