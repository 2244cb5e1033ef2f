import { type Reason, type ReasonParam, type ReasonParams, reasonBy } from '@lanthorn/base/reason.ts';
import { ANSWER_REASONS } from '@lanthorn/kube/api/answer-reasons.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { TROUBLE_KINDS } from './trouble-kinds.ts';

/**
 * Everything that Lanthorn's own server says when it refuses: a code, the values that belong to it in braces, and the words for who asks without
 * a page. A page says it in its own language (`error.<code>` of its catalogue). `detail` is the text of another: of an API server, of the system
 * or of a parser, untouched.
 */
export const ERROR_KINDS = {
  malformed: 'the request cannot be read: {detail}',
  noPath: 'there is no {path}',
  noCluster: 'there is no cluster "{cluster}"',
  noView: 'there is no view of {kind}',
  badFilter: 'the filter cannot be read: {detail}',
  notLive: 'what matches is not known, the list is not live: {detail}',
  notApplicable: '{action} is nothing that is done to {kind}',
  notAllowed: 'you may not {verb} {kind}',
  notAllowedIn: 'you may not {verb} {kind} in namespace {namespace}',
  nameTaken: 'an object of this name is there',
  objectGone: 'the object is gone',
  objectReplaced: 'another object of this name took its place',
  noReason: 'cluster {cluster} asks for a reason, which is kept',
  notAmongAllowed: '{action} is not among what Lanthorn was started with for cluster {cluster} (--allow)',
  lacks: 'there is no {what}',
  lacksImage: 'no container here has the image {image}',
  lacksContainer: 'there is no container {container}',
  lacksRevision: 'there is no revision {revision}',
  lacksEarlierRevision: 'there is no revision before this one',
  jobUnfinished: 'the Job {job} has not finished',
  clashed: 'somebody else changed the same: {fields}',
  overtaken: 'somebody else applied here since this was made',
  noAnswer: 'the cluster gave no answer',
  notMade: 'the change could not be made',
  nothingToUndo: 'there is no record of it to take back',
  noHistory: 'the history cannot be read or written: {detail}',
  demoRuns: 'the demo runs already',
  tooManyPresets: 'a CronJob keeps at most {most} presets: drop one first',
  tooManyPreferences: 'what is preferred takes {most} KB at most: forget what was chosen for some clusters first',
  secretInSet: 'values of Secrets are kept in no change set: change {name} by itself',
  notInSet: '{action} is no step of a change set',
  tooManySteps: 'a change set has at most {most} steps: apply these first, or take some out',
  setTooLarge: 'a change set takes {most} MB at most: apply these steps first, or take some out',
  setRuns: 'the change set is being applied or taken back: wait until that is done, or stop it',
  setElsewhere:
    'another Lanthorn that uses the same folder is at this change set: stop it there; where that program ends, its set is halted',
  setChanged: 'the change set has other steps by now: look at it again',
  stepBegun: 'steps that were applied are taken back in the opposite order: none is put before one of them',
  tooManySubscriptions: 'more than {most} subscriptions',
  tooManyLists: 'more than {most} lists at once, each namespace of each kind being one',
  tooManyTargets: 'more than {most} objects are being changed at once: wait until some are done',
  clusterFailed: 'the cluster could not be asked: {detail}',
  noRelease: 'it holds no Helm release',
  releaseTooLarge: 'the release unpacks to more than {most} MB, and is not read',
  releaseTooDeep: 'the release nests deeper than {most} levels, and is not read',
  releaseUnreadable: 'the release cannot be read: {detail}',
  wrongHost: 'this is not {host}',
  otherOrigin: 'a page of another origin asked',
  otherSite: 'another site asked',
  notLoggedIn: 'open Lanthorn by the address it printed when it started',
  noHeader: 'the header {header} is missing',
  lanthornLate: 'Lanthorn did not answer within {seconds} seconds',
  lanthornAway: 'Lanthorn cannot be reached',
  fault: 'this failed in Lanthorn itself: {detail}',
  ...TROUBLE_KINDS,
  ...ANSWER_REASONS,
} as const;
export type ErrorKind = keyof typeof ERROR_KINDS;

/** The values that a kind of error needs. */
export type ErrorParams<K extends ErrorKind> = ReasonParams<(typeof ERROR_KINDS)[K]>;

export type ErrorParam = ReasonParam;

/** A refusal on its way: the body of an answer, or of the message `refused`. */
export interface Problem extends Reason {
  readonly code: ErrorKind;
}

export function problem<K extends ErrorKind>(code: K, params: ErrorParams<K>): Problem {
  return reasonBy<ErrorKind, (typeof ERROR_KINDS)[K]>(code, ERROR_KINDS[code], params);
}

/** A refusal of our own of one target, in the shape of an API server's: both are told alike. */
export interface OwnRefusal extends Status {
  readonly message: string;
  readonly problem: Reason;
}

/** The problem in a refusal of our own; null in one of an API server. */
export function problemOf(status: Status | null): Reason | null {
  const { problem: own } = (status ?? {}) as Partial<OwnRefusal>;
  return own === undefined || typeof own.code !== 'string' ? null : own;
}
