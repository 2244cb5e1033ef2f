import { writeJson } from '@lanthorn/base/json-text.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionParams, ActionRecord, MarkChanges, Message, ObjectTarget } from '../machinery/action.ts';
import { kubectlKind, kubectlLine, patchRight } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { isSecret, isWritten } from './is-written.ts';

type Marks = Readonly<Record<string, string>>;

/** What controllers write on what they make, and find it again by. */
const CONTROLLERS_OWN = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'controller-uid',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
]);

/** Of these the labels are what others choose them by. */
const CHOSEN_BY: Readonly<Record<string, string>> = {
  pods: 'effect.podChosenByLabels',
  nodes: 'effect.nodeChosenByLabels',
  namespaces: 'effect.namespaceChosenByLabels',
};

/** As much of the wanted changes as makes a difference to this object; null removes. */
function differing(now: Marks, wanted: MarkChanges): MarkChanges {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => (ownMark(now, key) ?? null) !== value));
}

function ownMark(marks: Marks, key: string): string | undefined {
  return Object.hasOwn(marks, key) ? marks[key] : undefined;
}

function wantedOf({ metadata }: KubeObject, { marks }: ActionParams) {
  return {
    labels: differing(metadata.labels ?? {}, marks?.labels ?? {}),
    annotations: differing(metadata.annotations ?? {}, marks?.annotations ?? {}),
  };
}

const count = (changes: MarkChanges) => Object.keys(changes).length;

function effectsOf({ resource }: ObjectTarget, object: KubeObject, labels: MarkChanges): Message[] {
  if (count(labels) === 0) return [];
  const own = Object.keys(labels).filter(key => CONTROLLERS_OWN.has(key));
  const owner = controllerOf(object);
  const lost = Object.keys(labels).filter(key => ownMark(object.metadata.labels ?? {}, key) !== undefined);
  const chosenBy = resource.group === '' ? CHOSEN_BY[resource.resource] : undefined;
  return [
    ...(own.length === 0 ? [] : [{ key: 'effect.controllersLabel', values: { labels: own.join(', ') } }]),
    ...(owner === null || lost.length === 0
      ? []
      : [
          {
            key: 'effect.ownerFindsByLabels',
            values: { owner: `${owner.kind}/${owner.name}`, labels: lost.join(', ') },
          },
        ]),
    ...(chosenBy === undefined ? [] : [{ key: chosenBy, values: { labels: Object.keys(labels).join(', ') } }]),
  ];
}

function kubectlWords(changes: MarkChanges): string[] {
  return Object.entries(changes).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
}

/**
 * Labels and annotations, those that are named and no others. Sent under the very resourceVersion it was planned on: whoever
 * changed one meanwhile is not overruled unseen.
 */
export const MARK_OBJECT: ActionRecord<'object.mark'> = {
  kind: 'object.mark',
  isOffered: false,
  key: null,
  form: 'mark',
  isOfAny: true,
  tone: 'plain',
  guard: null,
  appliesTo: resource => isWritten(resource) || isSecret(resource),
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, object, { context }) => {
    const { resource, namespace, name, uid } = target;
    const { labels, annotations } = wantedOf(object, params);
    const marks = { ...(count(labels) > 0 && { labels }), ...(count(annotations) > 0 && { annotations }) };
    const line = (verb: string, changes: MarkChanges) =>
      count(changes) === 0
        ? []
        : [kubectlLine(target, context, [verb, kubectlKind(resource), name, ...kubectlWords(changes), '--overwrite'])];
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...resource, namespace, name }),
        headers: { 'content-type': 'application/merge-patch+json' },
        body: writeJson({ metadata: { ...marks, resourceVersion: object.metadata.resourceVersion, uid } }),
      },
      right: patchRight(target),
      effects: [
        ...effectsOf(target, object, labels),
        ...(isSecret(resource) ? [{ key: 'effect.secretNotKept', values: {} }] : []),
      ],
      kubectl: [...line('label', labels), ...line('annotate', annotations)].join('\n'),
      confirmation: { type: 'answered' },
      isDone: count(labels) + count(annotations) === 0,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, object) => {
    const { labels, annotations } = wantedOf(object, params);
    return object.metadata.uid === target.uid && count(labels) + count(annotations) === 0;
  },
  follows: null,
  inverse: restoreByEdit,
};
