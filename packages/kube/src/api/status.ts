import { asArray, asNumber, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from './answer-reasons.ts';
import { plainText } from './plain-text.ts';

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** metav1.Status: what the API server says when it refuses, kept whole on its way to the person who asked. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    uid?: string;
    causes?: StatusCause[];
    retryAfterSeconds?: number;
  };
  code?: number;
  /** What something else answered in the place of an API server, a proxy for one, in its first words; absent where an API server did. */
  foreign?: string;
}

/** A proxy's page can be long; the first words say who it was. */
const MAX_FOREIGN_WORDS = 300;

/** The Status in an answer's body, or one made of the HTTP status when something else (a proxy) answered. */
export function readStatus(httpStatus: number, body: string): Status {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isObject(parsed) && parsed['kind'] === 'Status') return normaliseStatus(parsed, httpStatus);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const words = plainText(body, MAX_FOREIGN_WORDS);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: foreignReason(httpStatus, words).message,
    code: httpStatus,
    foreign: words,
  };
}

function foreignReason(status: number, detail: string): Reason {
  return detail === '' ? answerReason('answered', { status }) : answerReason('answeredWith', { status, detail });
}

/** Why it was refused: in the API server's own words, or that something else answered. */
export function refusalReason({ message = '', code = 0, foreign }: Status): Reason {
  return foreign === undefined ? answerReason('serverSays', { detail: message }) : foreignReason(code, foreign);
}

export function normaliseStatus(value: unknown, httpStatus: number): Status {
  const source = asObject(value);
  const details = asObject(source['details']);
  const causes = asArray(details['causes']).map(entry => {
    const cause = asObject(entry);
    return { reason: asString(cause['reason']), message: asString(cause['message']), field: asString(cause['field']) };
  });
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: source['status'] === 'Success' ? 'Success' : 'Failure',
    message: asString(source['message']),
    reason: asString(source['reason']),
    details: {
      name: asString(details['name']),
      group: asString(details['group']),
      kind: asString(details['kind']),
      uid: asString(details['uid']),
      causes,
      retryAfterSeconds: asNumber(details['retryAfterSeconds']) ?? 0,
    },
    code: asNumber(source['code']) ?? httpStatus,
  };
}

/** 410 in any of its forms: as HTTP status, as reason `Expired` or `Gone` in a watch. */
export function isExpired(status: Status): boolean {
  return status.code === 410 || status.reason === 'Expired' || status.reason === 'Gone';
}

/** The server does not have that revision yet (a lagging replica behind a load balancer). */
export function isTooLargeResourceVersion(status: Status): boolean {
  const causes = getPath(status, 'details', 'causes');
  return asArray(causes).some(cause => asObject(cause)['reason'] === 'ResourceVersionTooLarge');
}
