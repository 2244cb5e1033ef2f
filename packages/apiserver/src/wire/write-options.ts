import { asArray, asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { readBoolean } from './read-boolean.ts';
import type { UserInfo } from './user-info.ts';
import { badRequest, invalidOptions, invalidValue, notSupported, required } from './api-error.ts';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Who writes, for `managedFields`; '' writes unseen. */
  readonly manager: string;
  /** Of an apply: takes what others own. */
  readonly force: boolean;
  /** The user that admission checks; null for the server's own writes, which skip admission. */
  readonly user: UserInfo | null;
  /** The whole object as it was sent, where its fields are looked at: some may be there twice. */
  readonly text?: string;
  /** The options as they were sent, for webhooks. */
  readonly sent?: JsonObject;
}

/** Longest name that the server allows (validation of fieldManager). */
const MAX_MANAGER = 128;

/** The manager is named by the query, else it is the client's own name: what its User-Agent has before the first slash. */
export function readWriteOptions(
  query: Readonly<Record<string, string>>,
  {
    userAgent = 'unknown',
    kind = 'CreateOptions',
    user = null,
  }: { userAgent?: string | undefined; kind?: OptionsKind; user?: UserInfo | null } = {},
): WriteOptions {
  const validation = query['fieldValidation'] ?? '';
  const supported = ['', 'Ignore', 'Strict', 'Warn'];
  if (!supported.includes(validation))
    throw invalidOptions(kind, notSupported('fieldValidation', validation, supported));
  return {
    dryRun: readDryRun(query['dryRun'], kind),
    fieldValidation: validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    manager: query['fieldManager'] || (userAgent.split('/')[0] ?? '').slice(0, MAX_MANAGER),
    force: readBoolean(query['force']),
    user,
    sent: givenOf({
      dryRun: query['dryRun'] && [query['dryRun']],
      fieldManager: query['fieldManager'],
      fieldValidation: validation,
    }),
  };
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

function readDryRun(value: unknown, kind: OptionsKind): boolean {
  if (value === undefined || value === '') return false;
  if (value === 'All') return true;
  throw invalidOptions(kind, notSupported('dryRun', [value], ['All']));
}

/** What of it was said. */
function givenOf(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? '') !== ''));
}

export type Propagation = 'Foreground' | 'Background' | 'Orphan';

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds: number | null;
  /** Null where the client said nothing: the kind decides. */
  readonly propagation: Propagation | null;
  readonly uid: string | null;
  readonly resourceVersion: string | null;
  readonly user: UserInfo | null;
  /** The options as they were sent, for webhooks. */
  readonly sent?: JsonObject;
}

/** From the body alone where there is one, else from the query: a `dryRun` in the query beside a body is not read at all. */
export function readDeleteOptions(
  asked: Readonly<Record<string, string>>,
  body: JsonObject,
  user: UserInfo | null = null,
): DeleteOptions {
  const query = Object.keys(body).length === 0 ? asked : {};
  const preconditions = asObject(body['preconditions']);
  const policy = asString(body['propagationPolicy']) || (query['propagationPolicy'] ?? '');
  const grace =
    body['gracePeriodSeconds'] ??
    (query['gracePeriodSeconds'] === undefined ? null : Number(query['gracePeriodSeconds']));
  const seconds = typeof grace === 'number' && Number.isFinite(grace) ? grace : null;
  return {
    dryRun: readDryRun(asArray(body['dryRun'])[0] ?? query['dryRun'], 'DeleteOptions'),
    gracePeriodSeconds: seconds,
    propagation: readPropagation(policy, body['orphanDependents']),
    uid: asString(preconditions['uid']) || null,
    resourceVersion: asString(preconditions['resourceVersion']) || null,
    user,
    sent: givenOf({
      gracePeriodSeconds: seconds,
      preconditions: body['preconditions'],
      orphanDependents: body['orphanDependents'],
      propagationPolicy: policy,
      dryRun: body['dryRun'] ?? (query['dryRun'] && [query['dryRun']]),
    }),
  };
}

function readPropagation(policy: string, orphanDependents: unknown): Propagation | null {
  const field = 'propagationPolicy';
  if (policy !== '' && typeof orphanDependents === 'boolean') {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    throw invalidOptions('DeleteOptions', invalidValue(field, policy, why));
  }
  if (policy === '' && typeof orphanDependents !== 'boolean') return null;
  if (policy === '') return orphanDependents === true ? 'Orphan' : 'Background';
  if (policy === 'Foreground' || policy === 'Background' || policy === 'Orphan') return policy;
  throw invalidOptions('DeleteOptions', notSupported(field, policy, ['Foreground', 'Background', 'Orphan', 'nil']));
}

export function requireFieldManager(query: Readonly<Record<string, string>>): void {
  if ((query['fieldManager'] ?? '') === '')
    throw invalidOptions('PatchOptions', required('fieldManager', 'is required for apply patch'));
}

/** A request body that must be one JSON object. */
export function parseBody(body: string | undefined, failure: (why: string) => string): JsonObject {
  if (body === undefined || body === '') return {};
  try {
    const parsed: unknown = parseJson(body);
    if (isObject(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badRequest(failure(goJsonError(body)));
  }
  const type =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  const found = body.trimStart().startsWith('[') ? 'array' : 'value';
  throw badRequest(failure(`json: cannot unmarshal ${found} into Go value of type ${type}`));
}

/** Go's decoder names the first byte it did not expect; that much of its text is imitated. */
function goJsonError(body: string): string {
  const text = body.trimStart();
  if (text.startsWith('{') && text.length > 1 && !/^\{\s*["}]/.test(text)) {
    return `invalid character '${text.slice(1).trimStart().charAt(0)}' looking for beginning of object key string`;
  }
  return text.startsWith('{') || text.startsWith('[')
    ? 'unexpected end of JSON input'
    : `invalid character '${text.charAt(0)}' looking for beginning of value`;
}
