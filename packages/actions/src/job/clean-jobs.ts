import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionRecord, ObjectTarget } from '../machinery/action.ts';
import { JOBS } from '../machinery/batch-resources.ts';
import { objectState } from '../machinery/object-state.ts';
import { DELETE_OBJECT } from '../objects/delete-object.ts';

/** What holds Jobs, each asked about its own. */
const HOLDERS = new Set(['cronjobs.batch', 'namespaces']);
const isJob = (resource: ObjectTarget['resource']) => groupResource(resource) === groupResource(JOBS);

const isGone = ({ metadata }: KubeObject) => metadata.creationTimestamp === undefined;

/** Of a Job, of those of a namespace, or of those of a CronJob, whose names are not known here. */
function deleteRight({ resource, namespace, name }: ObjectTarget) {
  const place = groupResource(resource) === 'namespaces' ? name : namespace;
  const { group, resource: jobs } = JOBS;
  return { verb: 'delete', group, resource: jobs, namespace: place, name: isJob(resource) ? name : '' };
}

/** Jobs that came to their end go, and no other: one that still runs is refused, whoever named it. They cannot be made again, since they would run. */
export const CLEAN_JOBS: ActionRecord<'job.clean'> = {
  ...DELETE_OBJECT,
  kind: 'job.clean',
  isOffered: true,
  isOfMany: true,
  key: null,
  // Nothing of a pod, and told of all of them at once.
  way: undefined,
  related: () => [],
  form: 'finished',
  appliesTo: isJob,
  beginsOn: resource => HOLDERS.has(groupResource(resource)),
  fits: ({ isFinished }) => isFinished !== false,
  right: deleteRight,
  plan: (action, job, context) => ({
    ...DELETE_OBJECT.plan(action, job, context),
    right: deleteRight(action.target),
    effects: [
      { key: 'effect.objectDeleted', values: { name: action.target.name } },
      { key: 'effect.podsGo', values: {} },
      { key: 'effect.jobsWouldRunAgain', values: {} },
    ],
    // Of what is gone already nothing is known, and nothing needed.
    lacks: isGone(job) || objectState(job).isFinished === true ? null : { what: 'endOfJob', name: action.target.name },
  }),
  inverse: () => null,
};
