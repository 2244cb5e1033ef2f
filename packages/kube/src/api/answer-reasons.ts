import { type Reason, type ReasonParams, reasonBy } from '@lanthorn/base/reason.ts';

/** Why what was asked of an API server is not known, or not known to be true now. */
export const ANSWER_REASONS = {
  stillLoading: 'it is still loading',
  relisting: 'the list is read again',
  reconnecting: 'the watch is opened again',
  serverSays: '{detail}',
  clusterSays: '{detail} (status {status})',
  answered: 'the server answered {status}',
  answeredWith: 'the server answered {status}: {detail}',
  undescribed: 'the server ended the watch with an error it did not describe',
  requestFailed: '{detail}',
  notReadable: 'the answer cannot be read: {detail}',
  answerTooLong: 'the answer is longer than {most} characters',
  answerTooDeep: 'the answer nests more than {most} levels deep',
  objectTooDeep: 'the object nests more than {most} levels deep',
  listTooDeep: 'the list nests more than {most} levels deep',
  itemTooLong: 'an object of the list is longer than {most} characters',
  envelopeTooLong: 'what the list says beside its objects is longer than {most} characters',
  eventTooLong: 'a watch event is longer than {most} characters',
  noWatchEvent: 'not a watch event: {detail}',
  listOpen: 'the list ended before its closing bracket',
  listTooLong: 'the list is longer than {most} objects',
  listEndless: 'the list does not end: {pages} pages, and the server names another one',
  listEmptyPages: 'the list does not end: {pages} empty pages in a row, and the server names another one',
  listCut: 'the connection ended in the middle of a list',
  watchEndedAtOnce: 'the watch ended at once',
  revisionGone: 'the server no longer has the revision asked for',
  notServed: 'the cluster serves no {resource}: {detail}',
  connectionSilent: 'the connection was silent for too long',
  serverSilent: 'the API server fell silent and does not answer',
  noDiscovery: 'this server does not say which kinds it has',
  someNamespaces: '{namespaces}: {why}',
  andMore: '{why}; {more}',
  namesOf: '{kind}: {why}',
  otherKinds: 'kinds: {why}',
} as const;
export type AnswerReasonCode = keyof typeof ANSWER_REASONS;

export function answerReason<Code extends AnswerReasonCode>(
  code: Code,
  params: ReasonParams<(typeof ANSWER_REASONS)[Code]>,
): Reason {
  return reasonBy(code, ANSWER_REASONS[code], params);
}

/** An error that says by a code why there is no answer. */
export class AnswerProblem extends Error {
  override name = 'AnswerProblem';
  readonly problem: Reason;

  constructor(problem: Reason, cause?: unknown) {
    super(problem.message, { cause });
    this.problem = problem;
  }
}

/** What is told of an error: its own reason, else the words of whoever threw it. */
export function reasonOfError(error: unknown): Reason {
  if (error instanceof Error && 'problem' in error && isReason(error.problem)) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return error instanceof SyntaxError
    ? answerReason('notReadable', { detail })
    : answerReason('requestFailed', { detail });
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'object' && value !== null && 'code' in value && 'params' in value && 'message' in value;
}
