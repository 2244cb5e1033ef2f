import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import type { CancelSignal } from '@lanthorn/base/clock.ts';
import { isTooDeep, MAX_JSON_DEPTH, withoutDepth } from '@lanthorn/base/json-depth.ts';
import { asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { AnswerProblem, answerReason } from './answer-reasons.ts';

/** One request to an API server, as a value: what is to be sent is decided and tested without a network. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Escaped, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Sent without credentials, and without asking anybody for some. */
  readonly isAnonymous?: boolean;
  /** Carried on to a program in the cluster, which answers it: neither its time nor its refusal of a login are the API server's. */
  readonly isProxied?: boolean;
  /** Who asks is in the same process, and takes the events of a watch as they are: a server there makes no text of them. */
  readonly takesValues?: boolean;
  /** The bytes of its answer are wanted as they are: what a container writes need not be UTF-8. */
  readonly asBytes?: boolean;
  /** A person asks for it: credentials that were given up on are asked for once more. */
  readonly isAskedFor?: boolean;
}

export interface WatchEventValue {
  readonly type: string;
  readonly object: JsonObject;
}

export interface ApiResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Chunks in order, cut anywhere. Must be read to the end or cancelled by the signal of its request. */
  readonly body: AsyncIterable<string>;
  /** The body has a character for each byte, of its number: where bytes were asked for, and there is a wire. */
  readonly isBytes?: boolean;
  /** What the body says, where the server is in the same process: whoever reads it, and leaves the body alone, must not change it. */
  readonly value?: JsonObject;
  /** The events of a watch, for who takes values: the body is empty then, and none may be changed. */
  readonly events?: AsyncIterable<readonly WatchEventValue[]>;
  /** Bytes of the body that came so far, before they were unpacked; absent where there is no wire. */
  readonly wireBytes?: () => number;
  /** `Warning` headers (RFC 7234, code 299), texts only. */
  readonly warnings: readonly string[];
}

/** The one seam to a cluster: an HTTP client, the embedded API server, or a script in a test. */
export interface ApiSource {
  /** Rejects when no answer came (refused, cut, timed out); any HTTP answer resolves. */
  send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse>;
}

/**
 * The same request as a dry run. A DELETE with a body has its options read from the body alone: the query would be ignored, and
 * the object deleted in earnest (k8s.io/apiserver, endpoints/handlers/delete.go).
 */
export function asDryRun(request: ApiRequest): ApiRequest {
  if (request.method !== 'DELETE' || request.body === undefined)
    return { ...request, query: { ...request.query, dryRun: 'All' } };
  return { ...request, body: writeJson({ ...asObject(parseJson(request.body)), dryRun: ['All'] }) };
}

/** The API server's own word for requests that last until somebody ends them: watches, and logs that are followed. */
export function isLongRunning({ query }: ApiRequest): boolean {
  return query?.['watch'] === '1' || query?.['follow'] === 'true';
}

/** Nobody knows when its answer ends: it lasts, or is a log, which may be of gigabytes and is read as fast as somebody takes it. */
export function isOpenEnded(request: ApiRequest): boolean {
  return isLongRunning(request) || (request.method === 'GET' && request.path.endsWith('/log'));
}

/** An answer that is not what it should be, and will be the same the next time: it is asked for again only when a person does. */
export class UnreadableAnswer extends AnswerProblem {
  override name = 'UnreadableAnswer';
  readonly isLasting = true;
}

/** Whether asking again gives the same answer until a person changes something. */
export function isLasting(error: unknown): boolean {
  return error instanceof Error && 'isLasting' in error && error.isLasting === true;
}

/** etcd takes objects of 1.5 MiB; what an API server says of itself (OpenAPI, discovery) has up to five. */
const MAX_BODY_LENGTH = 16 * 1024 * 1024;
/** A Status with a thousand causes; of a proxy's page the beginning says enough. */
const MAX_REFUSAL_LENGTH = 128 * 1024;

/** The whole body as text. Throws when it is longer or nests deeper than any is; of a refusal the beginning is kept. */
export async function readBody({ status, headers, body }: ApiResponse): Promise<string> {
  const isRefusal = status >= 400;
  let text = '';
  for await (const chunk of body) {
    text += chunk;
    if (isRefusal && text.length > MAX_REFUSAL_LENGTH) return text.slice(0, MAX_REFUSAL_LENGTH);
    if (text.length > MAX_BODY_LENGTH)
      throw new UnreadableAnswer(answerReason('answerTooLong', { most: MAX_BODY_LENGTH }));
  }
  if (headers['content-type']?.startsWith('text/plain') === true || !isTooDeep(text)) return text;
  if (isRefusal) return withoutDepth(text);
  throw new UnreadableAnswer(answerReason('answerTooDeep', { most: MAX_JSON_DEPTH }));
}

/** The texts of `Warning` headers: `299 - "text"`, quotes and backslashes escaped, several joined by commas. */
export function parseWarnings(header: string | undefined): string[] {
  if (header === undefined) return [];
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(match => (match[1] ?? '').replace(/\\(.)/g, '$1'));
}

export function queryString(query: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(query ?? {}).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
