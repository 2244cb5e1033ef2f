import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { badRequest, type FieldError, forbiddenField, invalid, invalidValue } from '../wire/api-error.ts';
import { readBoolean } from '../wire/read-boolean.ts';

/** What a request for a log asks for (PodLogOptions). */
export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | null;
  /** Milliseconds: lines written from then on. */
  readonly since: number | null;
  readonly limitBytes: number | null;
}

/** Refused where a real server refuses it, in its words. */
export function readLogOptions(
  query: Readonly<Record<string, string>>,
  { name, now }: { readonly name: string; readonly now: number },
): LogOptions {
  const tailLines = readCount(query['tailLines']);
  const limitBytes = readCount(query['limitBytes']);
  const sinceSeconds = readCount(query['sinceSeconds']);
  const sinceTime = readTime(query['sinceTime']);
  const errors = [
    ...(tailLines !== null && tailLines < 0
      ? [invalidValue('tailLines', tailLines, 'must be greater than or equal to 0')]
      : []),
    ...positive('limitBytes', limitBytes),
    // The real one names no field here either.
    ...(sinceSeconds !== null && sinceTime !== null
      ? [forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified')]
      : positive('sinceSeconds', sinceSeconds)),
    // Behind a gate that is closed (PodLogsQuerySplitStreams).
    ...((query['stream'] ?? '') === '' ? [] : [forbiddenField('stream', 'may not be specified')]),
  ];
  if (errors.length > 0) throw invalid({ group: '', kind: 'PodLogOptions', name }, errors);
  return {
    container: query['container'] ?? '',
    follow: readBoolean(query['follow']),
    previous: readBoolean(query['previous']),
    timestamps: readBoolean(query['timestamps']),
    tailLines,
    since: sinceSeconds === null ? sinceTime : now - sinceSeconds * 1000,
    limitBytes,
  };
}

function positive(field: string, value: number | null): FieldError[] {
  return value !== null && value <= 0 ? [invalidValue(field, value, 'must be greater than 0')] : [];
}

function readCount(text = ''): number | null {
  if (text === '') return null;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function readTime(text = ''): number | null {
  if (text === '') return null;
  const time = parseTime(text);
  if (time !== null) return time;
  const quoted = JSON.stringify(text);
  throw badRequest(`parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`);
}
