import { asString, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf, parseResourceKey, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { badRequest, type FieldError } from '../wire/api-error.ts';
import { type Conversion, CONVERSIONS } from './conversions.ts';
import resources from '../data/resources.json' with { type: 'json' };
import { withKindDefaults } from './defaults.ts';
import { completePod, completePods } from './pod-defaults.ts';
import { ROW_ORDERS, tableCells, tableColumns } from '../printing/printers.ts';
import { FieldRuleChecker } from './field-rules.ts';
import type { ResourceInfo } from '../resources/resource-info.ts';
import { decodeObject, schemaOfKind, typeOfKind } from '../schema/schema.ts';
import type { Decoded, ServedResource } from '../resources/served-resource.ts';
import { strategyOf } from './strategies.ts';
import type { Strategy } from '../resources/strategy.ts';
import { fieldProblems } from '../wire/duplicate-fields.ts';
import type { WriteOptions } from '../wire/write-options.ts';

/** What metrics-server serves; nothing of it is stored. */
export const METRICS_GROUP = 'metrics.k8s.io';

const WORKLOAD_SCALE = {
  specReplicas: ['spec', 'replicas'],
  statusReplicas: ['status', 'replicas'],
  selector: ['spec', 'selector'],
};

const measured = (resource: string, kind: string, namespaced: boolean): ResourceInfo => ({
  group: METRICS_GROUP,
  version: 'v1beta1',
  resource,
  kind,
  singular: '',
  namespaced,
  verbs: ['get', 'list'],
  shortNames: [],
  categories: [],
  storageVersionHash: '',
  subresources: [],
});

/** What metrics-server adds to most clusters. */
const METRICS = [measured('nodes', 'NodeMetrics', false), measured('pods', 'PodMetrics', true)];

/** The kinds the server has from the beginning. */
export const BUILT_IN_RESOURCES: readonly ServedResource[] = [
  ...(resources as readonly ResourceInfo[]),
  ...METRICS,
].map(served);

function served(info: ResourceInfo): ServedResource {
  const key = resourceKey(info);
  const {
    storedAs = key,
    toStored,
    fromStored,
    storedField,
    validateVersion,
  } = (CONVERSIONS[key] ?? {}) as Partial<Conversion>;
  return {
    ...info,
    storageKey: storedAs,
    isCustom: false,
    strategy: withRules(storedAs, info.kind, withDefaults(info.resource, strategyOf(info.resource))),
    schema: schemaOfKind(info.group, info.version, info.kind) ?? null,
    type: typeOfKind(info.group, info.version, info.kind),
    columns: tableColumns(key),
    compareRows: ROW_ORDERS[info.resource],
    scale: WORKLOAD_SCALE,
    decode: (body, options) => decode(info, body, options),
    validateVersion: validateVersion ?? (() => []),
    toStored: toStored ?? (object => object),
    fromStored: fromStored ?? (object => object),
    storedField: storedField ?? (field => field),
    cells: (object, shown) => tableCells(info.resource, object, shown),
  };
}

/** Fills in the defaults that are data, then those that the kind computes from its other fields. */
function withDefaults(resource: string, { fill, ...strategy }: Strategy): Strategy {
  return {
    ...strategy,
    fill: (object, now) => {
      const withTemplate = completePods(resource, withKindDefaults(resource, object));
      const filled = resource === 'pods' ? completePod(withTemplate) : withTemplate;
      return fill?.(filled, now) ?? filled;
    },
  };
}

/** Adds the rules of single fields, which are data too. Where the kind itself already complains of a field, its own error is kept. */
function withRules(storedAs: string, kind: string, strategy: Strategy): Strategy {
  const stored = parseResourceKey(storedAs);
  const schema = stored === null ? undefined : schemaOfKind(stored.group, stored.version, kind);
  if (schema === undefined) return strategy;
  const rules = new FieldRuleChecker(schema, kind);
  return {
    ...strategy,
    validate: (object, old) => {
      const own = strategy.validate?.(object, old) ?? [];
      const told = new Set(own.map(error => error.field));
      const ruled = rules.check(strategy.checked?.(object) ?? object).filter(error => !told.has(error.field));
      return inOrder([...own, ...ruled], strategy.errorOrder ?? []);
    },
  };
}

/** As the server looks at the fields: by the longest of the paths that an error lies below. */
function inOrder(errors: readonly FieldError[], order: readonly string[]): FieldError[] {
  const rank = ({ field }: FieldError) =>
    order.reduce((best, path, i) => {
      const isBelow = field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
      return isBelow && path.length >= (order[best]?.length ?? 0) ? i : best;
    }, -1);
  return errors.toSorted((a, b) => rank(a) - rank(b));
}

function decode(
  info: ResourceInfo,
  body: JsonObject,
  options: Pick<WriteOptions, 'fieldValidation' | 'text'>,
): Decoded {
  checkKind(info, body);
  const schema = schemaOfKind(info.group, info.version, info.kind);
  if (schema === undefined) return { value: body, warnings: [] };
  const decoded = decodeObject(info.kind, schema, body);
  const refused = (why: string) =>
    badRequest(`${info.kind} in version ${JSON.stringify(info.version)} cannot be handled as a ${info.kind}: ${why}`);
  if (decoded.typeError !== null) throw refused(decoded.typeError);
  const { unknownFields } = decoded;
  const wrong =
    options.text === undefined
      ? unknownFields.map(field => `unknown field ${JSON.stringify(field)}`)
      : fieldProblems(options.text, unknownFields);
  if (wrong.length > 0 && options.fieldValidation === 'Strict')
    throw refused(`strict decoding error: ${wrong.join(', ')}`);
  return { value: decoded.value, warnings: options.fieldValidation === 'Warn' ? wrong : [] };
}

function checkKind(info: ResourceInfo, body: JsonObject): void {
  const { kind, apiVersion } = body;
  const version = apiVersionOf(info);
  const sent = asString(kind);
  if (apiVersion !== undefined && apiVersion !== version) {
    const why = `no kind "${sent}" is registered for version "${asString(apiVersion)}" in scheme "pkg/runtime/scheme.go:111"`;
    throw badRequest(
      `${sent} in version ${JSON.stringify(asString(apiVersion).split('/').at(-1))} cannot be handled as a ${info.kind}: ${why}`,
    );
  }
  if (kind === undefined || kind === info.kind) return;
  const internal = info.group === '' ? 'core' : info.group.split('.')[0];
  throw badRequest(
    `${sent} in version ${JSON.stringify(apiVersion ?? version)} cannot be handled as a ${info.kind}: converting (${info.version}.${sent}) to (${internal}.${info.kind}): unknown conversion`,
  );
}
