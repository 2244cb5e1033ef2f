import { asArray, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Clash } from '@lanthorn/kube/edit/three-way-merge.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { amountsOf, podRequest } from '@lanthorn/kube/objects/pod-requests.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import type {
  ActionParams,
  ActionRecord,
  Message,
  ObjectTarget,
  Outcome,
  RelatedList,
  ResizedContainer,
  Undo,
} from '../machinery/action.ts';
import { kubectlLine, partRight } from '../machinery/change-request.ts';
import { isPod } from './evict-pod.ts';

const PART = 'resize';
/** What a node can change while a container runs. */
export const RESIZED = ['cpu', 'memory'] as const;
const AMOUNTS = ['requests', 'limits'] as const;
const LISTS = ['containers', 'initContainers'] as const;

const resizeRight = (target: ObjectTarget) => partRight(target, { verb: 'patch', part: PART });
const isEqual = (a: string, b: string) => a === b || (parseQuantity(a) ?? a) === (parseQuantity(b) ?? b);

/** One amount of one container. */
interface Amount {
  readonly path: readonly string[];
  readonly container: string;
  readonly kind: (typeof AMOUNTS)[number];
  readonly resource: string;
  readonly list: (typeof LISTS)[number];
  readonly value: string;
}

function amountsIn(containers: readonly ResizedContainer[]): readonly Amount[] {
  return containers.flatMap(({ name, isInit, ...amounts }) => {
    const list = isInit ? 'initContainers' : 'containers';
    return AMOUNTS.flatMap(kind =>
      Object.entries(amounts[kind] ?? {}).map(([resource, value]) => ({
        ...{ container: name, kind, resource, list, value },
        path: ['spec', list, name, 'resources', kind, resource],
      })),
    );
  });
}

function containerIn(pod: unknown, { list, container }: Pick<Amount, 'list' | 'container'>): JsonObject | undefined {
  return asArray(getPath(pod, 'spec', list))
    .map(asObject)
    .find(({ name }) => name === container);
}

/** '' where nothing is said. */
const amountOf = (pod: unknown, amount: Amount) =>
  asStringMap(getPath(containerIn(pod, amount), 'resources', amount.kind))[amount.resource] ?? '';

const isSo = (pod: unknown, amount: Amount) => isEqual(amountOf(pod, amount), amount.value);

/** What is asked for, but for what was decided to stay as somebody else has it. */
function wanted({ resize }: ActionParams): readonly Amount[] {
  return amountsIn(resize?.containers ?? []).filter(({ path }) => resize?.choices?.[path.join('.')] !== 'live');
}

/** Amounts that somebody else changed since they were seen. */
function clashesOf(pod: KubeObject, { resize }: ActionParams): Clash[] {
  const from = new Map(amountsIn(resize?.from ?? []).map(({ path, value }) => [path.join('.'), value]));
  return amountsIn(resize?.containers ?? []).flatMap(amount => {
    const key = amount.path.join('.');
    const base = from.get(key);
    const live = amountOf(pod, amount);
    if (base === undefined || resize?.choices?.[key] !== undefined) return [];
    if (isEqual(live, base) || isEqual(live, amount.value)) return [];
    return [{ path: amount.path, base, mine: amount.value, live }];
  });
}

/** Containers by name, with nothing but their new amounts; what they are called comes from outside. */
function patchOf(amounts: readonly Amount[]): JsonObject {
  return partsOf(amounts, 'list', inList =>
    [...new Set(inList.map(({ container }) => container))].map(name => ({
      name,
      resources: partsOf(
        inList.filter(({ container }) => container === name),
        'kind',
        ofKind => Object.fromEntries(ofKind.map(({ resource, value }) => [resource, value])),
      ),
    })),
  );
}

function partsOf(
  amounts: readonly Amount[],
  by: 'list' | 'kind',
  read: (part: readonly Amount[]) => unknown,
): JsonObject {
  const keys = [...new Set(amounts.map(amount => amount[by]))];
  return Object.fromEntries(keys.map(key => [key, read(amounts.filter(amount => amount[by] === key))]));
}

/** Containers that say that they begin anew with another amount of this. */
function restarted(pod: KubeObject, amounts: readonly Amount[]): readonly string[] {
  const isRestarting = (amount: Amount) =>
    asArray(containerIn(pod, amount)?.['resizePolicy'])
      .map(asObject)
      .some(policy => policy['resourceName'] === amount.resource && policy['restartPolicy'] === 'RestartContainer');
  return [...new Set(amounts.filter(isRestarting).map(({ container }) => container))];
}

/** The pod with these amounts, and otherwise as it is. */
function withAmounts(pod: KubeObject, amounts: readonly Amount[]): KubeObject {
  const spec = { ...asObject(pod['spec']) };
  for (const list of new Set(amounts.map(amount => amount.list)))
    spec[list] = asArray(spec[list]).map(entry => {
      const container = asObject(entry);
      const own = amounts.filter(amount => amount.list === list && amount.container === container['name']);
      if (own.length === 0) return entry;
      const resources = asObject(container['resources']);
      const changed = partsOf(own, 'kind', ofKind => ({
        ...asObject(resources[ofKind[0]?.kind ?? '']),
        ...Object.fromEntries(ofKind.map(({ resource, value }) => [resource, value])),
      }));
      return { ...container, resources: { ...resources, ...changed } };
    });
  return { ...pod, spec };
}

/** Its node has not so much in all: the kubelet would call it infeasible. */
function tooMuch(pod: KubeObject, amounts: readonly Amount[], node: KubeObject | undefined): Message[] {
  if (node === undefined) return [];
  const room = amountsOf(getPath(node, 'status', 'allocatable'));
  const resized = withAmounts(pod, amounts);
  return RESIZED.filter(resource => podRequest(resized, resource) > (room.get(resource) ?? Infinity)).map(resource => ({
    key: 'effect.resizeInfeasible',
    values: { resource, node: node.metadata.name ?? '' },
  }));
}

const ownerText = (pod: KubeObject) => {
  const owner = controllerOf(pod);
  return owner === null ? '' : `${owner.kind}/${owner.name}`;
};

function effects(pod: KubeObject, amounts: readonly Amount[], node: KubeObject | undefined): Message[] {
  const restarts = restarted(pod, amounts);
  const owner = ownerText(pod);
  return [
    ...amounts.map(amount => ({
      key: amount.kind === 'requests' ? 'effect.requestBecomes' : 'effect.limitBecomes',
      values: {
        ...{ container: amount.container, resource: amount.resource, after: amount.value },
        before: amountOf(pod, amount) || '–',
      },
    })),
    restarts.length === 0
      ? { key: 'effect.resizedInPlace', values: {} }
      : { key: 'effect.resizeRestarts', values: { containers: restarts.join(', ') } },
    ...tooMuch(pod, amounts, node),
    ...(owner === '' ? [] : [{ key: 'effect.resizedAlone', values: { owner } }]),
  ];
}

/** As all of them are in this object, of those that another has otherwise. */
function differing(pod: KubeObject, other: KubeObject): ResizedContainer[] {
  return LISTS.flatMap(list =>
    asArray(getPath(pod, 'spec', list)).map((container): ResizedContainer => {
      const name = asString(getPath(container, 'name'));
      const amounts = (kind: Amount['kind']) => {
        const theirs = asStringMap(getPath(containerIn(other, { list, container: name }), 'resources', kind));
        const own = asStringMap(getPath(container, 'resources', kind));
        return Object.fromEntries(
          RESIZED.filter(resource => !isEqual(own[resource] ?? '', theirs[resource] ?? '')).map(resource => [
            resource,
            own[resource] ?? '',
          ]),
        );
      };
      return { name, isInit: list === 'initContainers', requests: amounts('requests'), limits: amounts('limits') };
    }),
  ).filter(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length > 0);
}

/** By the same way; an amount that there was none of before cannot be taken away while it runs. */
function resizeBack({ target, before, after }: Outcome): Undo | null {
  if (before === null || after === null) return null;
  const containers = differing(before, after);
  if (containers.length === 0 || amountsIn(containers).some(({ value }) => value === '')) return null;
  return { kind: 'pod.resize', target, params: { resize: { containers, from: differing(after, before) } } };
}

const NODES = { group: '', version: 'v1', resource: 'nodes' };

function nodeOf(pod: KubeObject): readonly RelatedList[] {
  const name = asString(getPath(pod, 'spec', 'nodeName'));
  return name === '' ? [] : [{ resource: NODES, namespace: '', name, isAdvice: true }];
}

/** More or less CPU and memory for the containers of one pod while they run: no other pod, and no template, is another. */
export const RESIZE_POD: ActionRecord<'pod.resize'> = {
  kind: 'pod.resize',
  isOffered: false,
  key: null,
  form: 'resize',
  tone: 'plain',
  guard: null,
  appliesTo: isPod,
  fits: ({ isFinished }) => isFinished !== true,
  right: resizeRight,
  related: (_target, pod) => nodeOf(pod),
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, pod, { context, related = [] }) => {
    const amounts = wanted(params);
    const { resourceVersion } = pod.metadata;
    const { resource, namespace, name } = target;
    const missing = amounts.find(amount => containerIn(pod, amount) === undefined);
    const patch = { spec: patchOf(amounts) };
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...resource, namespace, name, subresource: PART }),
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: writeJson({ metadata: { uid: target.uid, resourceVersion }, ...patch }),
      },
      right: resizeRight(target),
      effects: effects(pod, amounts, related[0]?.[0]),
      kubectl: kubectlLine(target, context, [
        ...['patch', 'pod', name, `--subresource=${PART}`, '--type=strategic', `--patch=${writeJson(patch)}`],
      ]),
      confirmation: { type: 'answered' },
      isDone: amounts.every(amount => isSo(pod, amount)),
      leaves: withAmounts(pod, amounts),
      clashes: clashesOf(pod, params),
      lacks: missing === undefined ? null : { what: 'container', name: missing.container },
      ifUnserved: { key: 'effect.resizeUnserved', values: { owner: ownerText(pod) || '–' } },
    };
  },
  isOwnWork: ({ target, params }, pod) =>
    pod.metadata.uid === target.uid && wanted(params).every(amount => isSo(pod, amount)),
  follows: null,
  inverse: resizeBack,
};
