import { asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import { parseKubernetesYaml } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { applyStrategicMergePatch } from '@lanthorn/kube/patch/strategic-merge-patch.ts';
import { ApiError, badRequest, unknownFormat, unsupportedMediaType } from '../wire/api-error.ts';
import { patchSchema } from '../schema/schema.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { untyped } from '../schema/whole-numbers.ts';

const CUSTOM_PATCHES = 'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';

/** The object with a patch of the given content type applied; a resourceVersion named in the patch stays a precondition. */
export function applyPatchBody(
  info: ServedResource,
  current: JsonObject,
  patch: { contentType: string; body: string },
): JsonObject {
  const type = patch.contentType.split(';')[0]?.trim() ?? '';
  switch (type) {
    case 'application/json-patch+json':
      return jsonPatch(current, parse(patch.body));
    case 'application/merge-patch+json':
      return asObject(applyMergePatch(withoutVersion(current), asObject(parse(patch.body))));
    case 'application/strategic-merge-patch+json': {
      // Without merge keys in its schema there is nothing to merge by.
      if (info.isCustom) throw unknownFormat(CUSTOM_PATCHES);
      const merged = applyStrategicMergePatch(
        withoutVersion(current),
        asObject(parse(patch.body)),
        info.schema === null ? null : patchSchema(info.schema),
      );
      return asObject(merged);
    }
    default:
      throw unsupportedMediaType();
  }
}

/** The configuration of an apply, as YAML or JSON; of a field that is there twice the last counts, unless that is refused. */
export function readApplyBody(body: string, isStrict: boolean): JsonObject {
  const document = parseKubernetesYaml(body);
  const twice = document.errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  if (isStrict && twice.length > 0) throw badRequest(`error strict decoding patch: ${duplicates(body, twice)}`);
  const error = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  if (error !== undefined) throw badRequest(`error decoding YAML: ${error.message}`);
  const value = asObject(untyped(document.toJS()));
  const metadata = asObject(value['metadata']);
  if (metadata['managedFields'] !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (asString(value['apiVersion']) === '' || asString(value['kind']) === '')
    throw badRequest(`invalid object type: /, Kind=`);
  return value;
}

/** As Go's decoder of YAML tells it. */
function duplicates(body: string, errors: readonly { pos: readonly [number, number] }[]): string {
  const lines = errors.map(({ pos: [start] }) => {
    const key = /^(["']?)(.*?)\1\s*:/.exec(body.slice(start))?.[2] ?? '';
    return `\n  line ${body.slice(0, start).split('\n').length}: key ${JSON.stringify(key)} already set in map`;
  });
  return `error converting YAML to JSON: yaml: unmarshal errors:${lines.join('')}`;
}

function parse(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badRequest('invalid JSON patch');
  }
}

/** The current version is no precondition of the client's: without this a patch would always carry one. */
function withoutVersion(object: JsonObject): JsonObject {
  const { resourceVersion: _resourceVersion, ...metadata } = asObject(object['metadata']);
  return { ...object, metadata };
}

function jsonPatch(current: JsonObject, patch: unknown): JsonObject {
  const rejected = () =>
    new ApiError(422, {
      message: 'the server rejected our request due to an error in our request',
      reason: 'Invalid',
      details: {},
    });
  if (isObject(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  if (!isJsonPatch(patch)) throw badRequest('invalid JSON patch');
  const result = applyJsonPatch(current, patch);
  if (!result.ok) throw rejected();
  const version = asString(asObject(asObject(current)['metadata'])['resourceVersion']);
  const patched = asObject(result.value);
  // Untouched by the patch, the version is the server's own; changed, it is the client's precondition.
  return asString(asObject(patched['metadata'])['resourceVersion']) === version ? withoutVersion(patched) : patched;
}
