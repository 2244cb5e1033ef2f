import { asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { internalError } from '../wire/api-error.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';

/** The configuration of an apply as its kind types it; what does not fit is the server's own error here (HTTP 500). */
export function typedConfiguration(info: ServedResource, body: JsonObject): JsonObject {
  const { type } = info;
  const problem = type === null ? null : problemOf(body, type, '');
  if (problem === null) return body;
  const { namespace, name } = asObject(body['metadata']);
  const place = `${asString(namespace)}/${asString(name)}; ${info.group === '' ? '/v1' : apiVersionOf(info)}, Kind=${info.kind}`;
  throw internalError(`failed to create typed patch object (${place}): ${problem}`);
}

/** The first place that does not fit, in the words of structured-merge-diff; null where all do. */
function problemOf(value: unknown, type: TypeSchema, path: string): string | null {
  if (value === null) return null;
  if (isObject(value)) {
    for (const [name, nested] of Object.entries(value)) {
      const place = `${path}.${name}`;
      const field = type.field(name);
      if (field === null && !type.isOpen) return `${place}: field not declared in schema`;
      const problem = field === null ? null : problemOf(nested, field, place);
      if (problem !== null) return problem;
    }
    return null;
  }
  if (Array.isArray(value)) {
    const { items } = type;
    return items === null
      ? null
      : (value.map((item, i) => problemOf(item, items, `${path}[${i}]`)).find(Boolean) ?? null);
  }
  if (type.type !== 'string' || typeof value === 'string') return null;
  return `${path}: expected string, got &value.valueUnstructured{Value:${writeJson(value)}}`;
}
