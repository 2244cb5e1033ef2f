import { asArray, asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { openApiDocument } from './openapi.ts';

// The older description of the API, of everything in one document: clients before 1.27 and generated ones ask for it.

const V3_PLACE = '#/components/schemas/';
const V2_PLACE = '#/definitions/';
/** What Swagger 2.0 has no word for. */
const NOT_IN_V2 = new Set(['default', 'nullable', 'oneOf', 'anyOf', 'not', 'allOf', 'x-kubernetes-validations']);
const KINDS = 'x-kubernetes-group-version-kind';
const KEEPS_ALL = 'x-kubernetes-preserve-unknown-fields';
/** Where there may be more, clients of old would take what is not listed for wrong. */
const HIDDEN_BY_MORE = new Set([...NOT_IN_V2, 'type', 'properties', 'required', 'items']);
const BODY = { name: 'body', in: 'body', schema: {} };

/** `/openapi/v2`, made of what `/openapi/v3` says. */
export function swagger(served: readonly ServedResource[], documents: readonly string[]): JsonObject {
  const paths: JsonObject = {};
  const definitions: JsonObject = {};
  for (const document of documents) {
    const { paths: own, components } = openApiDocument(served, document) ?? {};
    for (const [path, operations] of Object.entries(asObject(own))) paths[path] = operationsOf(asObject(operations));
    Object.assign(definitions, asObject(asObject(components)['schemas']));
  }
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: '1.37' },
    paths,
    definitions: Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, asV2(schema)])),
  };
}

function operationsOf(operations: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(operations).map(([verb, entry]) => {
      const { parameters, responses: _, ...operation } = asObject(entry);
      const asked = asArray(parameters).map(asObject);
      const query = asked.map(({ schema, ...parameter }) => ({ ...parameter, ...asObject(schema) }));
      const isWrite = asked.length > 0;
      return [
        verb,
        {
          ...operation,
          consumes: ['*/*'],
          produces: ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'],
          parameters: isWrite ? [BODY, ...query] : query,
          responses: { '200': { description: 'OK' } },
        },
      ];
    }),
  );
}

/** A schema in the words of Swagger 2.0: a reference beside a default is the reference, what is one of two types is a text. */
function asV2(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asV2);
  if (!isObject(schema)) return schema;
  const reference = asString(schema['$ref'] ?? asObject(asArray(schema['allOf'])[0])['$ref']);
  if (schema['nullable'] === true) return {};
  const kinds = schema[KINDS];
  if (kinds !== undefined && schema[KEEPS_ALL] === true) return { type: 'object', [KINDS]: kinds };
  const hidden = schema[KEEPS_ALL] === true ? HIDDEN_BY_MORE : NOT_IN_V2;
  const kept = Object.entries(schema).filter(([name]) => !hidden.has(name));
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, partOf(name, value)])),
    ...(reference === '' ? {} : { $ref: reference.replace(V3_PLACE, V2_PLACE) }),
    ...(Array.isArray(schema['oneOf']) ? { type: 'string' } : {}),
  };
}

/** Fields may have any name, so what is below is told apart by where it is. */
function partOf(name: string, value: unknown): unknown {
  if (name === 'properties')
    return Object.fromEntries(Object.entries(asObject(value)).map(([field, schema]) => [field, asV2(schema)]));
  return name === 'items' || name === 'additionalProperties' ? asV2(value) : value;
}
