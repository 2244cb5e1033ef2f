import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type {
  ActionRecord,
  DeleteOptions,
  Message,
  ObjectTarget,
  OwnedObjects,
  PlanContext,
  RelatedList,
} from '../machinery/action.ts';
import { kubectlLine } from '../machinery/change-request.ts';
import { createAgain } from '../machinery/inverse.ts';
import { NODE_SHELL_LABEL } from '../node/node-shell.ts';
import { budgets, budgetsOf, isOver, losses } from '../pod/pod-losses.ts';
import {
  apiServices,
  claimMessages,
  namespaceVolumeMessages,
  nodeVolumeMessages,
  servedFromMessages,
  volumeMessages,
  volumeOf,
  volumesOfAll,
  webhookMessages,
  webhooks,
} from './deletion-facts.ts';
import { finalizerMessages, serverLists } from './finalizer-servers.ts';
import { isSecret, isWritten } from './is-written.ts';
import { ownedLists, ownedMessages, ownedObjects } from './owned-objects.ts';

const right = ({ resource, namespace, name }: ObjectTarget) => ({
  verb: 'delete',
  group: resource.group,
  resource: resource.resource,
  namespace,
  name,
});

/** What goes with the object, by group and resource: others may use the same words. */
const DEPENDENTS: Readonly<Record<string, string>> = {
  'cronjobs.batch': 'effect.jobsAndPodsGo',
  'jobs.batch': 'effect.podsGo',
  'deployments.apps': 'effect.podsGo',
  'replicasets.apps': 'effect.podsGo',
  replicationcontrollers: 'effect.podsGo',
  'statefulsets.apps': 'effect.podsGo',
  'daemonsets.apps': 'effect.podsGo',
  namespaces: 'effect.everythingInItGoes',
  nodes: 'effect.nodePodsGo',
  persistentvolumeclaims: 'effect.volumeMayGo',
  secrets: 'effect.valuesNotKept',
};

/** Of these the garbage collector takes away what they own. */
const OWNED_GO = new Set(['effect.jobsAndPodsGo', 'effect.podsGo']);

/** Told of a pod that is better evicted. */
export const EVICT_FIRST = 'effect.evictFirst';

/** As kubectl deletes where nothing is said. */
export const USUAL_DELETION: DeleteOptions = { propagation: 'Background', grace: null };

/** A controller or a budget looks after the pod: to be asked to leave is gentler. Of budgets that are not known there are none. */
function evictsFirst(pod: KubeObject, all: readonly KubeObject[] | null): Message[] {
  const isLookedAfter = controllerOf(pod) !== null || budgetsOf(pod, all ?? []).length > 0;
  return isLookedAfter && !isOver(pod) ? [{ key: EVICT_FIRST, values: {} }] : [];
}

/** How long a pod has to end, and what is lost with it. */
function podEffects(pod: KubeObject, grace: number | null): Message[] {
  // Without grace the API server forgets the pod at once, whether it ended or not.
  const forced: Message[] = grace === 0 ? [{ key: 'effect.podForced', values: {} }] : [];
  const given: Message[] = grace === null || grace === 0 ? [] : [{ key: 'effect.podGrace', values: { count: grace } }];
  return [...forced, ...given, ...losses(pod)];
}

/** What is read of others to say what the end of an object means. */
const OWN_LISTS: Readonly<Record<string, (namespace: string) => readonly RelatedList[]>> = {
  pods: namespace => [budgets(namespace)],
  namespaces: () => [...volumesOfAll, ...apiServices],
  nodes: () => volumesOfAll,
};

function ofItsKind({ resource, namespace }: ObjectTarget, object: KubeObject): readonly RelatedList[] {
  return OWN_LISTS[groupResource(resource)]?.(namespace) ?? volumeOf(object);
}

type OwnMessages = (
  object: KubeObject,
  told: {
    readonly deletion: DeleteOptions;
    readonly asked: readonly KubeObject[] | null;
    /** The second of its own lists. */
    readonly further: readonly KubeObject[] | null;
    readonly hooks: NonNullable<PlanContext['related']>;
  },
) => readonly Message[];

/** What the end of an object means that is said of its kind alone. */
const OWN_MESSAGES: Readonly<Record<string, OwnMessages>> = {
  pods: (pod, { deletion, asked }) => [...podEffects(pod, deletion.grace), ...evictsFirst(pod, asked)],
  namespaces: ({ metadata: { name = '' } }, { asked, further, hooks }) => [
    ...namespaceVolumeMessages(name, asked),
    ...servedFromMessages(name, hooks, further),
  ],
  nodes: (node, { asked }) => nodeVolumeMessages(node, asked),
  'statefulsets.apps': (set, { deletion }) => claimMessages(set, deletion.propagation === 'Orphan'),
};

/** What its owner takes along; nothing where that was not looked for, or stays. */
function takenBy(
  target: ObjectTarget,
  object: KubeObject,
  {
    propagation,
    related = [],
  }: Pick<DeleteOptions, 'propagation'> & { readonly related: PlanContext['related'] | undefined },
): readonly OwnedObjects[] {
  const { length } = ownedLists(target, object);
  if (propagation === 'Orphan' || length === 0 || related.length < length) return [];
  return ownedObjects(target, object, related.slice(-length));
}

/** What becomes of what it owns: a namespace takes all that is in it along in any case, and a claim its volume. */
function effectsOf(
  { resource, name }: ObjectTarget,
  object: KubeObject,
  {
    deletion,
    now,
    related = [],
    takes,
  }: Pick<PlanContext, 'now'> & {
    readonly deletion: DeleteOptions;
    readonly related?: PlanContext['related'] | undefined;
    readonly takes: readonly OwnedObjects[];
  },
): Message[] {
  const kind = groupResource(resource);
  const hooks = related.slice(0, webhooks.length);
  const servers = webhooks.length + serverLists(object).length;
  const [asked = null, further = null] = related.slice(servers);
  const volume = volumeMessages(kind, object, asked);
  const dependents = volume.length > 0 ? undefined : DEPENDENTS[kind];
  const isKept = deletion.propagation === 'Orphan' && dependents !== undefined && OWNED_GO.has(dependents);
  const finalizers = object.metadata.finalizers ?? [];
  return [
    { key: 'effect.objectDeleted', values: { name } },
    ...(dependents === undefined || isKept ? [] : [{ key: dependents, values: {} }]),
    ...ownedMessages(takes, { known: 'effect.goesWithIt', unknown: 'effect.goesUnknown' }),
    ...(deletion.propagation === 'Orphan' ? [{ key: 'effect.ownedStay', values: {} }] : []),
    ...(deletion.propagation === 'Foreground' ? [{ key: 'effect.ownedGoFirst', values: {} }] : []),
    ...volume,
    ...(OWN_MESSAGES[kind]?.(object, { deletion, asked, further, hooks }) ?? []),
    ...(kind !== 'pods' && deletion.grace === 0 ? [{ key: 'effect.deletedByForce', values: {} }] : []),
    ...(finalizers.length === 0
      ? []
      : [
          { key: 'effect.finalizersHold', values: { finalizers: finalizers.join(', ') } },
          ...finalizerMessages(object, related.slice(webhooks.length, servers), now),
        ]),
    ...webhookMessages(resource, object, hooks),
  ];
}

function kubectlWords({ propagation, grace }: DeleteOptions): string[] {
  return [
    ...(propagation === 'Background' ? [] : [`--cascade=${propagation.toLowerCase()}`]),
    ...(grace === null ? [] : [`--grace-period=${grace}`]),
    // kubectl wants it said.
    ...(grace === 0 ? ['--force'] : []),
  ];
}

/** Deletes that very object, in that very state: uid and resourceVersion are preconditions. */
export const DELETE_OBJECT: ActionRecord<'object.delete'> = {
  kind: 'object.delete',
  isOffered: true,
  key: 'Delete',
  form: null,
  tone: 'danger',
  guard: 'contents',
  way: 'delete',
  appliesTo: resource => isWritten(resource) || isSecret(resource),
  right,
  // Who has a say, and what the object's end means.
  related: (target, object) => [
    ...webhooks,
    ...serverLists(object),
    ...ofItsKind(target, object),
    // Last, and also read when it is sent: what went with it is told to whoever wants it back.
    ...ownedLists(target, object),
  ],
  needs: 'present',
  goneIsDone: true,
  plan: ({ target, params: { deletion = USUAL_DELETION } }, object, { context, now, related }) => {
    const { resource, namespace, name, uid } = target;
    const takes = takenBy(target, object, { propagation: deletion.propagation, related });
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      preconditions: { uid, resourceVersion: object.metadata.resourceVersion },
      propagationPolicy: deletion.propagation,
      ...(deletion.grace !== null && { gracePeriodSeconds: deletion.grace }),
    };
    return {
      request: {
        method: 'DELETE',
        path: resourcePath({ ...resource, namespace, name }),
        headers: { 'content-type': 'application/json' },
        body: writeJson(body),
      },
      right: right(target),
      effects: effectsOf(target, object, { deletion, now, related, takes }),
      kubectl: kubectlLine(target, context, ['delete', groupResource(resource), name, ...kubectlWords(deletion)]),
      confirmation: { type: 'gone' },
      isDone: false,
      clashes: [],
      ...(takes.length === 0 ? {} : { takes }),
    };
  },
  // Of what is deleted by force nothing is left: one that is still ending was not yet.
  isOwnWork: ({ target, params }, object) =>
    object.metadata.uid === target.uid &&
    object.metadata.deletionTimestamp !== undefined &&
    params.deletion?.grace !== 0,
  follows: null,
  // A pod that goes with its terminal would come back without one, and nobody would end it.
  inverse: outcome => (outcome.before?.metadata.labels?.[NODE_SHELL_LABEL] === undefined ? createAgain(outcome) : null),
};
