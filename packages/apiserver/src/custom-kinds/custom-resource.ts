import { asArray, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { findByJsonPath, parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { type OpenApiSchema, TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { badRequest, type FieldError, invalidValue } from '../wire/api-error.ts';
import { checkRules, hasRules } from '../schema/cel-rules.ts';
import { compareVersions } from '../resources/compare-versions.ts';
import type { ResourceInfo } from '../resources/resource-info.ts';
import { decodeObject, SCHEMAS, type Schema } from '../schema/schema.ts';
import type { Decoded, ScalePaths, ServedResource, TableColumn } from '../resources/served-resource.ts';
import { STATUS_ALONE, type Strategy } from '../resources/strategy.ts';
import { pruneUnknown, schemaOfVersion, type StructuralSchema, withDefaults } from '../schema/structural-schema.ts';
import { isBlocking, validateSchema } from '../schema/validate-schema.ts';
import { fieldProblems } from '../wire/duplicate-fields.ts';
import type { WriteOptions } from '../wire/write-options.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { untyped } from '../schema/whole-numbers.ts';

const KEEPS_ALL = 'x-kubernetes-preserve-unknown-fields';
const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const PART_VERBS = ['get', 'patch', 'update'];
const META = { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };
const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

/** The version that objects are written as from now on. */
export function storageVersion(definition: KubeObject): string {
  const versions = asArray(getPath(definition, 'spec', 'versions')).map(asObject);
  return asString(versions.find(version => version['storage'] === true)?.['name']);
}

/** The resources a definition brings, one for each version that is served, the preferred one first; all are stored in one place. */
export function customResources(definition: KubeObject, storage: string): ServedResource[] {
  return customVersions(definition, storage, version => version['served'] === true);
}

/** The same for versions of another choice. */
export function customVersions(
  definition: KubeObject,
  storage: string,
  isMeant: (version: JsonObject) => boolean,
): ServedResource[] {
  const versions = asArray(getPath(definition, 'spec', 'versions')).map(asObject);
  return versions
    .filter(isMeant)
    .toSorted((a, b) => compareVersions(asString(a['name']), asString(b['name'])))
    .map(version => served(definition, version, storage));
}

function served(definition: KubeObject, version: JsonObject, storage: string): ServedResource {
  const { group, scope } = asObject(definition['spec']);
  const { plural, singular, kind, shortNames, categories } = asObject(getPath(definition, 'spec', 'names'));
  const parts = asObject(version['subresources']);
  const info: ResourceInfo = {
    group: asString(group),
    version: asString(version['name']),
    resource: asString(plural),
    kind: asString(kind),
    singular: asString(singular),
    namespaced: scope === 'Namespaced',
    verbs: VERBS,
    shortNames: asArray(shortNames).map(asString),
    categories: asArray(categories).map(asString),
    storageVersionHash: '',
    subresources: [
      ...(parts['status'] === undefined ? [] : [{ name: 'status', kind: null, verbs: PART_VERBS }]),
      ...(parts['scale'] === undefined ? [] : [{ name: 'scale', kind: SCALE, verbs: PART_VERBS }]),
    ],
  };
  const schema = schemaOfVersion(version);
  const whole = wholeSchema(info, schema);
  const columns = columnsOf(version);
  const same = (object: KubeObject) => object;
  return {
    ...info,
    storageKey: `${info.resource}.${storage}.${info.group}`,
    isCustom: true,
    strategy: strategy(schema, version),
    schema: whole as Schema,
    type: new TypeSchema(SCHEMAS, schema[KEEPS_ALL] === true ? open(whole) : whole),
    columns: [{ name: 'Name', type: 'string', format: 'name', priority: 0 }, ...columns.map(({ column }) => column)],
    scale: scalePaths(parts['scale']),
    decode: (body, options) => decode(info, schema, { body, options }),
    validateVersion: () => [],
    toStored: same,
    fromStored: same,
    storedField: field => field,
    cells: (object, { now }) => [object.metadata.name ?? '', ...columns.map(({ cell }) => cell(object, now))],
  };
}

/** As the server publishes it: with the fields that every object has. */
function wholeSchema({ group, version, kind }: ResourceInfo, schema: StructuralSchema): OpenApiSchema {
  const text = { type: 'string' };
  return {
    ...(schema as OpenApiSchema),
    properties: { apiVersion: text, kind: text, ...(schema as OpenApiSchema).properties, metadata: META },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

/** What keeps all fields of an object has them owned, too, however deep they are; they are dropped nevertheless. */
function open(schema: OpenApiSchema): OpenApiSchema {
  const { properties, items } = schema;
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, open(field)] as const);
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(fields), [KEEPS_ALL]: true }),
    ...(items === undefined ? {} : { items: open(items) }),
  };
}

function scalePaths(scale: unknown): ScalePaths {
  const path = (name: string) => asString(asObject(scale)[name]).split('.').slice(1);
  return {
    specReplicas: path('specReplicasPath'),
    statusReplicas: path('statusReplicasPath'),
    selector: path('labelSelectorPath'),
  };
}

interface PrintedColumn {
  readonly column: TableColumn;
  readonly cell: (object: KubeObject, now: number) => unknown;
}

const AGE_COLUMN = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function columnsOf(version: JsonObject): PrintedColumn[] {
  const given = asArray(version['additionalPrinterColumns']).map(asObject);
  return (given.length === 0 ? [AGE_COLUMN] : given).map(({ name, type, format, priority, jsonPath }: JsonObject) => {
    const steps = parseJsonPath(asString(jsonPath)) ?? [];
    return {
      column: {
        name: asString(name),
        type: asString(type),
        format: asString(format),
        priority: typeof priority === 'number' ? priority : 0,
      },
      cell: (object, now) => cellOf(findByJsonPath(object, steps), asString(type), now),
    };
  });
}

function cellOf(found: readonly unknown[], type: string, now: number): unknown {
  const [value] = found;
  if (value === undefined || value === null) return null;
  if (type === 'date') {
    const at = parseTime(value);
    return at === null ? '<unknown>' : humanDuration(now - at);
  }
  if (type !== 'string') return value;
  const text = (entry: unknown) => (typeof entry === 'string' ? entry : writeJson(entry));
  return found.length === 1 ? text(value) : found.map(text).join(',');
}

function decode(
  info: ResourceInfo,
  schema: StructuralSchema,
  { body, options }: { body: JsonObject; options: Pick<WriteOptions, 'fieldValidation' | 'text'> },
): Decoded {
  checkKind(info, body);
  const refused = (why: string) =>
    badRequest(`${info.kind} in version ${JSON.stringify(info.version)} cannot be handled as a ${info.kind}: ${why}`);
  const metadata = decodeObject('ObjectMeta', META, asObject(body['metadata']));
  if (metadata.typeError !== null) throw refused(metadata.typeError);
  const unknown = metadata.unknownFields.map(field => `metadata.${field}`);
  const known = pruneUnknown({ ...asObject(untyped(body)), metadata: metadata.value }, schema, unknown);
  const texts = [
    ...fieldProblems(options.text ?? ''),
    ...unknown.map(field => `unknown field ${JSON.stringify(field)}`),
  ];
  if (texts.length > 0 && options.fieldValidation === 'Strict')
    throw refused(`strict decoding error: ${texts.join(', ')}`);
  return { value: withDefaults(known, schema), warnings: options.fieldValidation === 'Warn' ? texts : [] };
}

/** As much of a body as a refusal shows. */
const SHOWN = 30;

function checkKind(info: ResourceInfo, body: JsonObject): void {
  const { kind, apiVersion } = body;
  const text = writeJson(body);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)} ...` : text;
  const missing = kind === undefined ? 'Kind' : apiVersion === undefined ? 'apiVersion' : null;
  if (missing !== null) {
    const why = `Object '${missing}' is missing in '${text}' (${shown})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${info.kind}): ${why}`);
  }
  if (kind === info.kind && apiVersion === apiVersionOf(info)) return;
  const expected = `${apiVersionOf(info)}, Kind=${info.kind}`;
  throw badRequest(
    `the object in the data (${asString(apiVersion)}, Kind=${asString(kind)}) does not match the expected one (${expected})`,
  );
}

const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

function strategy(schema: StructuralSchema, version: JsonObject): Strategy {
  const hasStatus = getPath(version, 'subresources', 'status') !== undefined;
  const scale = getPath(version, 'subresources', 'scale');
  const paths = scale === undefined ? [] : [scalePaths(scale).specReplicas];
  const rules = hasRules(schema);
  const validate = (object: KubeObject, old?: KubeObject): FieldError[] => {
    const { metadata: _metadata, ...fields } = object;
    const { metadata: _oldMetadata, ...oldFields } = old ?? { metadata: {} };
    const found = ratcheted(validateSchema(fields, schema), { object, old });
    const errors = [...found, ...paths.flatMap(path => replicasErrors(object, path))];
    if (!rules) return errors;
    if (found.some(isBlocking)) return [...errors, invalidValue('<nil>', null, NOT_CHECKED)];
    return [...errors, ...checkRules({ value: fields, old: old === undefined ? undefined : oldFields }, schema)];
  };
  const validateStatus = (object: KubeObject): FieldError[] => {
    const errors = validateSchema(object['status'], schema.properties?.['status'] ?? {}, { base: 'status' });
    return rules && errors.some(isBlocking) ? [...errors, invalidValue('<nil>', null, NOT_CHECKED)] : errors;
  };
  return {
    hasGeneration: true,
    needsVersion: true,
    validate,
    ...(hasStatus ? { ...STATUS_ALONE, create: withoutStatus, validateStatus } : {}),
    selectableFields: asArray(version['selectableFields']).map(field => asString(asObject(field)['jsonPath']).slice(1)),
  };
}

function withoutStatus({ status: _status, ...rest }: KubeObject): KubeObject {
  return { ...rest, metadata: rest.metadata };
}

/** Leaves out errors in values that the write did not change (KEP-4008). */
function ratcheted(
  errors: readonly FieldError[],
  { object, old }: { object: KubeObject; old: KubeObject | undefined },
): readonly FieldError[] {
  if (old === undefined) return errors;
  const valueAt = (value: KubeObject, field: string) => findByJsonPath(value, parseJsonPath(`.${field}`) ?? []);
  return errors.filter(({ field }) => {
    const value = valueAt(object, field);
    return value.length === 0 || !deepEqual(value, valueAt(old, field));
  });
}

/** The path a scale reads must lead to a number. */
function replicasErrors(object: KubeObject, path: readonly string[]): FieldError[] {
  const field = `.${path.join('.')}`;
  const wrong = (value: unknown, expected: string) => {
    const type = typeof value === 'number' ? 'float64' : typeof value;
    const why = `${field} accessor error: ${String(value)} is of the type ${type}, expected ${expected}`;
    return [invalidValue(field, 0, why)];
  };
  let at: unknown = object;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return wrong(at, 'map[string]interface{}');
    at = asObject(at)[step];
    if (at === undefined) return [];
  }
  if (typeof at !== 'number' || !Number.isInteger(at)) return wrong(at, 'int64');
  return at < 0 ? [invalidValue(field, at, 'should be a non-negative integer')] : [];
}
