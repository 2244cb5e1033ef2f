import { asArray, asObject, asString, asStringMap, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { editable } from './edit-object.ts';

/** Written by controllers and tools about the one object; another has its own. */
const OWN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'volume.kubernetes.io/selected-node',
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
  'batch.kubernetes.io/job-tracking',
];
/** Labels by which a controller knows what it made. */
const OWN_LABELS = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'controller-uid',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'kubernetes.io/metadata.name',
];
/** What the server or a controller fills in of a kind, by group and kind: paths in the object. */
const FILLED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ' Service': [['spec', 'healthCheckNodePort']],
  ' Pod': [
    ['spec', 'nodeName'],
    ['spec', 'serviceAccount'],
    ['spec', 'ephemeralContainers'],
  ],
  ' PersistentVolumeClaim': [['spec', 'volumeName']],
  ' PersistentVolume': [['spec', 'claimRef']],
  ' Namespace': [['spec']],
  ' ServiceAccount': [['secrets']],
  ' Node': [['spec']],
  'batch Job': [
    ['spec', 'selector'],
    ['spec', 'manualSelector'],
  ],
};
/** The volume that every pod gets by itself. */
const TOKEN_VOLUME = /^kube-api-access-/;

/** The longest name that every kind takes: a CronJob's, whose Jobs are called by it. Values of labels may be longer. */
const MAX_NAME = 52;
const ENDING = '-copy';

/** An object like another, under a new name, as a person would write it: without what the server, its owner and controllers put there. */
export function cloneObject(object: KubeObject): KubeObject {
  const { group } = parseApiVersion(object.apiVersion ?? '');
  const written = editable(object);
  const meta = asObject(written['metadata']);
  const { ownerReferences: _owners, finalizers: _finalizers, generateName: _made, ...given } = meta;
  const { annotations: _annotations, labels: _labels, ...kept } = given;
  const metadata = {
    ...kept,
    name: copied(asString(meta['name'])),
    ...without(meta, 'annotations', OWN_ANNOTATIONS),
    ...without(meta, 'labels', OWN_LABELS),
  };
  const filled = FILLED[`${group} ${object.kind ?? ''}`] ?? [];
  const bare = filled.reduce<JsonObject>((tree, path) => removeAt(tree, path), written);
  const { apiVersion, kind, metadata: _metadata, ...rest } = bare;
  const clone: JsonObject = { apiVersion, kind, metadata, ...ofKind(object, rest) };
  return withOwnPods(clone, asString(meta['name'])) as unknown as KubeObject;
}

/** Where the labels stand by which an object finds the pods that it makes: all must say the same. */
const SELECTORS = [
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'selector'],
] as const;
const LABELLED = [['metadata', 'labels'], ['spec', 'template', 'metadata', 'labels'], ...SELECTORS] as const;

/**
 * Of what makes pods and finds them by labels the clone has others: two that select the same pods are told apart by nobody, and a Service of the
 * first would lead to the pods of both. Those that say its name say the new one; where none does, the first is another.
 */
function withOwnPods(clone: JsonObject, name: string): JsonObject {
  const made = asStringMap(getPath(clone, 'spec', 'template', 'metadata', 'labels'));
  const selected = SELECTORS.map(path => Object.entries(asStringMap(getPath(clone, ...path)))).find(
    labels => labels.length > 0,
  );
  const own = selected?.filter(([key, value]) => made[key] === value) ?? [];
  const named = own.filter(([, value]) => value === name);
  const changed = (named.length > 0 ? named : own.slice(0, 1)).map(
    ([key, value]) => [key, { from: value, to: copied(value) }] as const,
  );
  const others: Others = new Map(changed);
  const relabelled = LABELLED.reduce<JsonObject>((tree, path) => {
    const labels = getPath(tree, ...path);
    const isThere = Object.entries(asObject(labels)).some(([key, value]) => others.get(key)?.from === value);
    return isThere ? setAt(tree, path, relabel(asObject(labels), others)) : tree;
  }, clone);
  const isOwn = (selector: JsonObject) => matchesLabels(readLabelSelector(selector), made);
  const toOwn = (selector: JsonObject) => (isOwn(selector) ? reselect(selector, others) : selector);
  const selector = getPath(relabelled, 'spec', 'selector');
  return PLACED.reduce<JsonObject>(
    (tree, path) => {
      const rules = getPath(tree, ...path);
      return rules === undefined ? tree : setAt(tree, path, placed(rules, toOwn));
    },
    isObject(selector) && Array.isArray(selector['matchExpressions'])
      ? setAt(relabelled, ['spec', 'selector'], reselect(selector, others))
      : relabelled,
  );
}

/** Where the rules stand of which pods a pod is put beside, and which not. */
const PLACED = [
  ['spec', 'template', 'spec', 'affinity'],
  ['spec', 'template', 'spec', 'topologySpreadConstraints'],
] as const;

/** By the label: what it was, and what it is in the copy. */
type Others = ReadonlyMap<string, { readonly from: string; readonly to: string }>;

function relabel(labels: JsonObject, others: Others): JsonObject {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => {
      const other = others.get(key);
      return [key, other !== undefined && other.from === value ? other.to : value] as const;
    }),
  );
}

/** A selector of the first's pods, as one of the copy's. */
function reselect(selector: JsonObject, others: Others): JsonObject {
  const { matchLabels, matchExpressions } = selector;
  const expressions = asArray(matchExpressions).map(expression => {
    const { key, values } = asObject(expression);
    const other = others.get(asString(key));
    if (other === undefined || !Array.isArray(values)) return expression;
    return { ...asObject(expression), values: values.map(value => (value === other.from ? other.to : value)) };
  });
  return {
    ...selector,
    ...(isObject(matchLabels) ? { matchLabels: relabel(matchLabels, others) } : {}),
    ...(Array.isArray(matchExpressions) ? { matchExpressions: expressions } : {}),
  };
}

/** Rules by which pods of the first keep away from each other, or stay together, are about those of the copy: else these would heed the first's alone. */
function placed(rules: unknown, toOwn: (selector: JsonObject) => JsonObject): unknown {
  if (Array.isArray(rules)) return rules.map(rule => placed(rule, toOwn));
  if (!isObject(rules)) return rules;
  return Object.fromEntries(
    Object.entries(rules).map(([field, value]) => [
      field,
      field === 'labelSelector' && isObject(value) ? toOwn(value) : placed(value, toOwn),
    ]),
  );
}

/** A name, or the value of a label, of the copy: where it is cut, a dot or a dash may be left at the end, which nothing may follow. */
function copied(text: string): string {
  return `${text.slice(0, MAX_NAME - ENDING.length).replace(/[-._]+$/, '')}${ENDING}`;
}

function ofKind({ kind }: KubeObject, rest: JsonObject): JsonObject {
  if (kind === 'Service') return withoutNodePorts(withoutAddress(rest));
  if (kind === 'Pod') return withoutTokenVolume(rest);
  if (kind !== 'Job') return rest;
  const labels = getPath(rest, 'spec', 'template', 'metadata', 'labels');
  return labels === undefined
    ? rest
    : setAt(rest, ['spec', 'template', 'metadata', 'labels'], omit(labels, OWN_LABELS));
}

/** An address is given to one service alone; that it has none is what somebody wished. */
function withoutAddress(rest: JsonObject): JsonObject {
  if (getPath(rest, 'spec', 'clusterIP') === 'None') return rest;
  return removeAt(removeAt(rest, ['spec', 'clusterIP']), ['spec', 'clusterIPs']);
}

/** A port of every node is given to one service alone. */
function withoutNodePorts(rest: JsonObject): JsonObject {
  const ports = asArray(getPath(rest, 'spec', 'ports')).map(port => omit(port, ['nodePort']));
  return ports.length === 0 ? rest : setAt(rest, ['spec', 'ports'], ports);
}

function withoutTokenVolume(rest: JsonObject): JsonObject {
  const isOwn = (value: unknown) => !TOKEN_VOLUME.test(asString(getPath(value, 'name')));
  const spec: JsonObject = { ...asObject(rest['spec']) };
  if (Array.isArray(spec['volumes'])) spec['volumes'] = spec['volumes'].filter(isOwn);
  for (const list of ['containers', 'initContainers'])
    if (Array.isArray(spec[list]))
      spec[list] = spec[list].map(container => {
        const mounts = asObject(container)['volumeMounts'];
        return Array.isArray(mounts) ? { ...asObject(container), volumeMounts: mounts.filter(isOwn) } : container;
      });
  return { ...rest, spec };
}

function without(meta: JsonObject, field: string, names: readonly string[]): JsonObject {
  const kept = omit(meta[field], names);
  return Object.keys(kept).length === 0 ? {} : { [field]: kept };
}

function omit(value: unknown, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(asObject(value)).filter(([name]) => !names.includes(name)));
}

function removeAt(tree: JsonObject, [step = '', ...rest]: readonly string[]): JsonObject {
  if (rest.length === 0) return omit(tree, [step]);
  return isObject(tree[step]) ? { ...tree, [step]: removeAt(tree[step], rest) } : tree;
}

function setAt(tree: JsonObject, [step = '', ...rest]: readonly string[], value: unknown): JsonObject {
  return { ...tree, [step]: rest.length === 0 ? value : setAt(asObject(tree[step]), rest, value) };
}
