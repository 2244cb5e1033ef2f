import type { Status, StatusCause } from '@lanthorn/kube/api/status.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';

/** A refusal to be sent to the client; the only thing that request handlers throw. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: Status;
  /** What was said before it was refused. */
  readonly warnings: string[] = [];

  constructor(code: number, status: Partial<Status>) {
    super(status.message ?? String(code));
    this.status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', ...status, code };
  }
}

export interface ErrorTarget {
  readonly group: string;
  readonly resource: string;
  readonly name?: string;
}

// The wording is that of apimachinery's api/errors: clients compare `reason` and `details`, people read the message.

const details = ({ group, resource, name }: ErrorTarget) => ({
  ...(name === undefined ? {} : { name }),
  ...(group === '' ? {} : { group }),
  kind: resource,
});

export function notFound(target: ErrorTarget): ApiError {
  const message = `${groupResource(target)} "${target.name ?? ''}" not found`;
  return new ApiError(404, { message, reason: 'NotFound', details: details(target) });
}

/** No such path: unlike a missing object it names nothing. */
export function unknownPath(): ApiError {
  return new ApiError(404, {
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    details: {},
  });
}

export function alreadyExists(target: ErrorTarget): ApiError {
  const message = `${groupResource(target)} "${target.name ?? ''}" already exists`;
  return new ApiError(409, { message, reason: 'AlreadyExists', details: details(target) });
}

export function conflict(target: ErrorTarget, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${groupResource(target)} "${target.name ?? ''}": ${why}`;
  return new ApiError(409, { message, reason: 'Conflict', details: details(target) });
}

/** Refused by admission, whoever asks. */
export function forbiddenObject(target: ErrorTarget, why: string, causes?: StatusCause[]): ApiError {
  const message = `${groupResource(target)} ${target.name === '' ? '' : `"${target.name ?? ''}" `}is forbidden: ${why}`;
  const { name, ...rest } = details(target);
  return new ApiError(403, {
    message,
    reason: 'Forbidden',
    details: {
      ...(name === '' || name === undefined ? {} : { name }),
      ...rest,
      ...(causes === undefined ? {} : { causes }),
    },
  });
}

export const OBJECT_MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export function badRequest(message: string): ApiError {
  return new ApiError(400, { message, reason: 'BadRequest' });
}

export function internalError(message: string): ApiError {
  return new ApiError(500, { message });
}

export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiError(405, { message, reason: 'MethodNotAllowed', details: {} });
}

export function expired(message: string): ApiError {
  return new ApiError(410, { message, reason: 'Expired' });
}

export function unsupportedMediaType(): ApiError {
  return new ApiError(415, { message: '415: Unsupported Media Type', reason: 'UnsupportedMediaType', details: {} });
}

export function unknownFormat(
  types = 'application/json, application/yaml, application/vnd.kubernetes.protobuf',
): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${types}`;
  return new ApiError(415, { message, reason: 'UnsupportedMediaType' });
}

export function unauthorized(): ApiError {
  return new ApiError(401, { message: 'Unauthorized', reason: 'Unauthorized' });
}

/** One thing wrong with one field (field.Error of apimachinery). */
export interface FieldError {
  readonly field: string;
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid';
  readonly message: string;
}

export function required(field: string, why = ''): FieldError {
  return { field, reason: 'FieldValueRequired', message: why === '' ? 'Required value' : `Required value: ${why}` };
}

export function invalidValue(field: string, value: unknown, why: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${writeJson(value ?? null)}: ${why}` };
}

export function duplicateValue(field: string, value: unknown): FieldError {
  return { field, reason: 'FieldValueDuplicate', message: `Duplicate value: ${writeJson(value)}` };
}

/** It names something that is not there. */
export function notFoundValue(field: string, value: unknown): FieldError {
  return { field, reason: 'FieldValueNotFound', message: `Not found: ${writeJson(value)}` };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map(entry => JSON.stringify(entry)).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${writeJson(value)}: supported values: ${list}`,
  };
}

export function forbiddenField(field: string, why = ''): FieldError {
  return { field, reason: 'FieldValueForbidden', message: why === '' ? 'Forbidden' : `Forbidden: ${why}` };
}

export interface InvalidTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** 422 with one cause for each field. */
export function invalid({ group, kind, name }: InvalidTarget, errors: readonly FieldError[]): ApiError {
  const texts = errors.map(({ field, message }) => `${field}: ${message}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const causes: StatusCause[] = errors.map(({ field, reason, message }) => ({ reason, message, field }));
  return new ApiError(422, {
    message: `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${list}`,
    reason: 'Invalid',
    details: { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind, causes },
  });
}

/** 422 for request options, which the server validates as a kind of meta.k8s.io. */
export function invalidOptions(
  kind: 'ListOptions' | 'CreateOptions' | 'UpdateOptions' | 'DeleteOptions' | 'PatchOptions',
  error: FieldError,
): ApiError {
  return invalid({ group: 'meta.k8s.io', kind, name: '' }, [error]);
}
