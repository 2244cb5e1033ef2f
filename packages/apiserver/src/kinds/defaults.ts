import { asObject, deepClone, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import data from '../data/defaults.json' with { type: 'json' };

// What a server fills in where a client says nothing (k8s.io/kubernetes/pkg/apis/*/v1/defaults.go), as data:
// `field` is made where it is missing, `field?` is looked into only where it is there, `[item]` holds for the items there are,
// `$use` is another type's, `$if` holds where a field has a value.

const { $types, ...kinds } = data as unknown as { $types: Record<string, JsonObject> } & Record<string, JsonObject>;

/** The object with the defaults of its kind. */
export function withKindDefaults(resource: string, object: KubeObject): KubeObject {
  const defaults = Object.hasOwn(kinds, resource) ? kinds[resource] : undefined;
  return defaults === undefined ? object : (fillObject(object, defaults) as KubeObject);
}

/** A value with the defaults of a type that kinds share, such as `podSpec`. */
export function withTypeDefaults(type: string, value: JsonObject): JsonObject {
  return fillObject(value, asObject($types[type]));
}

function fillObject(value: JsonObject, defaults: JsonObject): JsonObject {
  const { $use, $if, ...fields } = defaults;
  const result: JsonObject = { ...value };
  for (const [key, node] of Object.entries(fields)) {
    const isOptional = key.endsWith('?');
    const name = isOptional ? key.slice(0, -1) : key;
    const given = result[name];
    if (given === undefined ? !isOptional && !isItems(node) : true) result[name] = fill(given, node);
  }
  const typed = typeof $use === 'string' ? withTypeDefaults($use, result) : result;
  return isObject($if) ? conditional(typed, $if) : typed;
}

function conditional(value: JsonObject, { then, ...wanted }: JsonObject): JsonObject {
  const holds = Object.entries(wanted).every(([name, expected]) => value[name] === expected);
  return holds ? fillObject(value, asObject(then)) : value;
}

/** A list of one object says what its items get; any other list is a default itself. */
function isItems(node: unknown): node is [JsonObject] {
  return Array.isArray(node) && node.length === 1 && isObject(node[0]);
}

function fill(given: unknown, node: unknown): unknown {
  if (isItems(node))
    return Array.isArray(given) ? given.map(item => (isObject(item) ? fillObject(item, node[0]) : item)) : given;
  if (isObject(node)) return given === undefined || isObject(given) ? fillObject(asObject(given), node) : given;
  return given === undefined ? deepClone(node) : given;
}
