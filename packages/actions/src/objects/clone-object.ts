import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
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
  ' Service': [
    ['spec', 'clusterIP'],
    ['spec', 'clusterIPs'],
    ['spec', 'healthCheckNodePort'],
  ],
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

/** The longest name that every kind takes. */
const MAX_NAME = 63;
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
    name: `${asString(meta['name']).slice(0, MAX_NAME - ENDING.length)}${ENDING}`,
    ...without(meta, 'annotations', OWN_ANNOTATIONS),
    ...without(meta, 'labels', OWN_LABELS),
  };
  const filled = FILLED[`${group} ${object.kind ?? ''}`] ?? [];
  const bare = filled.reduce<JsonObject>((tree, path) => removeAt(tree, path), written);
  const { apiVersion, kind, metadata: _metadata, ...rest } = bare;
  return { apiVersion, kind, metadata, ...ofKind(object, rest) } as unknown as KubeObject;
}

function ofKind({ kind }: KubeObject, rest: JsonObject): JsonObject {
  if (kind === 'Service') return withoutNodePorts(rest);
  if (kind === 'Pod') return withoutTokenVolume(rest);
  if (kind !== 'Job') return rest;
  const labels = getPath(rest, 'spec', 'template', 'metadata', 'labels');
  return labels === undefined
    ? rest
    : setAt(rest, ['spec', 'template', 'metadata', 'labels'], omit(labels, OWN_LABELS));
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
