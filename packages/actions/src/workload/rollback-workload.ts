import { asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { revisionTemplate, writtenTemplate } from '@lanthorn/views/kinds/apps/revision-template.ts';
import type { Action, ActionRecord, ObjectTarget, PlanContext, RelatedList } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlKind, kubectlLine, patchRight, unchangedSince } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { rolloutKey } from './change-containers.ts';

// As `kubectl rollout undo` does it (k8s.io/kubectl/pkg/polymorphichelpers/rollback.go).

const REPLICA_SETS = { group: 'apps', version: 'v1', resource: 'replicasets' };
const CONTROLLER_REVISIONS = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };
const ROLLED = new Set(['deployments.apps', 'statefulsets.apps', 'daemonsets.apps']);
const REVISION = 'deployment.kubernetes.io/revision';
/** Annotations of a Deployment that are its own, whatever revision it has. */
const KEPT_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

/** One state of a template that is still kept. */
export interface Revision {
  readonly number: number;
  readonly name: string;
  /** The template as it was. */
  readonly template: JsonObject;
  readonly source: KubeObject;
}

const isDeployment = ({ resource }: Pick<ObjectTarget, 'resource'>) => groupResource(resource) === 'deployments.apps';

/** Where the revisions of an object are kept. */
export function revisionList(target: ObjectTarget, object: unknown): RelatedList {
  const resource = isDeployment(target) ? REPLICA_SETS : CONTROLLER_REVISIONS;
  const labels = formatLabelSelector(getPath(object, 'spec', 'selector'));
  return { resource, namespace: target.namespace, labels, isAdvice: false };
}

/** The revisions of an object among these objects, the newest first. */
export function revisionsOf(uid: string, candidates: readonly KubeObject[]): readonly Revision[] {
  return candidates
    .filter(candidate => controllerOf(candidate)?.uid === uid)
    .flatMap(candidate => readRevision(candidate) ?? [])
    .filter(({ number }) => number > 0)
    .toSorted((a, b) => b.number - a.number);
}

/** Nothing where it keeps no template: there is nothing to go back to. */
function readRevision(source: KubeObject): Revision | null {
  const name = source.metadata.name ?? '';
  const template = revisionTemplate(source);
  if (template === null) return null;
  // A ReplicaSet keeps the template as its own, and is numbered by its Deployment.
  const isKept = getPath(source, 'data') !== undefined;
  const number = isKept ? asNumber(source['revision']) : Number(source.metadata.annotations?.[REVISION] ?? 0);
  return { number: number ?? 0, name, template, source };
}

/** The revision that is meant; 0 is the one before. */
function chosenRevision({ target, params }: Action, { related = [] }: PlanContext): Revision | undefined {
  const revisions = revisionsOf(target.uid, related[0] ?? []);
  const { revision = 0, name: keeper } = params.rollback ?? {};
  if (keeper !== undefined) return revisions.find(({ name }) => name === keeper);
  return revision === 0 ? revisions[1] : revisions.find(({ number }) => number === revision);
}

/** What people wrote of a template: the server's own times aside. */
function isSame(template: unknown, other: unknown): boolean {
  return deepEqual(writtenTemplate(template), writtenTemplate(other));
}

/** A Deployment gets back the template and what was noted of that revision. */
function deploymentRequest(target: ObjectTarget, object: KubeObject, { template, source }: Revision): ApiRequest {
  const annotations = Object.fromEntries([
    ...Object.entries(object.metadata.annotations ?? {}).filter(([key]) => KEPT_ANNOTATIONS.has(key)),
    ...Object.entries(source.metadata.annotations ?? {}).filter(([key]) => !KEPT_ANNOTATIONS.has(key)),
  ]);
  return jsonPatchRequest(target, [
    { op: 'test', path: '/metadata/uid', value: target.uid },
    { op: 'test', path: '/spec/template', value: getPath(object, 'spec', 'template') },
    { op: 'replace', path: '/spec/template', value: template },
    unchangedSince(object),
    { op: 'add', path: '/metadata/annotations', value: annotations },
  ]);
}

/** Of the others a revision is kept as the patch that leads back to it. */
function revisionRequest(target: ObjectTarget, object: KubeObject, { source }: Revision): ApiRequest {
  const { resourceVersion } = object.metadata;
  return {
    method: 'PATCH',
    path: resourcePath({ ...target.resource, namespace: target.namespace, name: target.name }),
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: writeJson({ ...asObject(source['data']), metadata: { uid: target.uid, resourceVersion } }),
  };
}

/** The template as it was at an earlier revision; how many pods there are stays. */
export const ROLLBACK_WORKLOAD: ActionRecord<'workload.rollback'> = {
  kind: 'workload.rollback',
  isOffered: false,
  key: null,
  form: 'rollback',
  tone: 'plain',
  guard: null,
  appliesTo: resource => ROLLED.has(groupResource(resource)),
  // kubectl refuses it, too: nothing would happen until the rollout is resumed.
  fits: ({ isPaused }) => isPaused !== true,
  right: patchRight,
  related: (target, object) => [revisionList(target, object)],
  needs: 'present',
  goneIsDone: false,
  plan: (action, object, context) => {
    const { target, params } = action;
    const revision = chosenRevision(action, context);
    const wanted = params.rollback?.revision ?? 0;
    const number = wanted === 0 ? (revision?.number ?? 0) : wanted;
    const to = wanted === 0 ? [] : [`--to-revision=${wanted}`];
    const none: ApiRequest = {
      method: 'PATCH',
      path: resourcePath({ ...target.resource, namespace: target.namespace, name: target.name }),
    };
    const build = isDeployment(target) ? deploymentRequest : revisionRequest;
    return {
      request: revision === undefined ? none : build(target, object, revision),
      right: patchRight(target),
      effects: [
        { key: 'effect.rolledBack', values: { revision: number, name: asString(object.metadata.name) } },
        { key: rolloutKey(object, target), values: {} },
      ],
      kubectl: kubectlLine(target, context.context, [
        ...['rollout', 'undo', kubectlKind(target.resource), target.name, ...to],
      ]),
      confirmation: { type: 'answered' },
      isDone: revision !== undefined && isSame(revision.template, getPath(object, 'spec', 'template')),
      clashes: [],
      lacks: revision === undefined ? { what: 'revision', name: wanted === 0 ? '' : String(wanted) } : null,
    };
  },
  // One that was made is found by its plan: the template is that of the revision, and nothing is left to do.
  isOwnWork: () => false,
  follows: null,
  inverse: restoreByEdit,
};
