import { asArray, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { BackwardWriter } from './backward-writer.ts';

// Swagger 2.0 in the binary encoding that clients before 1.27 ask for (OpenAPIv2.proto of google/gnostic-models).

export const BINARY_SWAGGER = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** As it was called before, and as clients still ask for it. */
const OLDER_NAME = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

export function asksForBinarySwagger(accept: string): boolean {
  return accept.split(',').some(type => [BINARY_SWAGGER, OLDER_NAME].includes(type.split(';')[0]?.trim() ?? ''));
}

type Part = (writer: BackwardWriter) => void;
type Field = readonly [number: number, value: Part | string | boolean];

const LENGTH_DELIMITED = 2;

function message(...fields: readonly Field[]): Part {
  return writer => {
    for (const field of fields.toReversed()) writeField(writer, field);
  };
}

/** What is empty is not said. */
function writeField(writer: BackwardWriter, [number, value]: Field): void {
  if (value === '' || value === false) return;
  if (value === true) {
    writer.varint(1);
    writer.varint(number << 3);
    return;
  }
  const before = writer.length;
  if (typeof value === 'string') writer.text(value);
  else value(writer);
  writer.varint(writer.length - before);
  writer.varint((number << 3) | LENGTH_DELIMITED);
}

const each = (number: number, values: unknown, as: (value: JsonObject) => Part): Field[] =>
  asArray(values).map(value => [number, as(asObject(value))]);
const texts = (number: number, values: unknown): Field[] => asArray(values).map(value => [number, asString(value)]);
const below = (number: number, value: unknown, as: (value: JsonObject) => Part): Field[] =>
  value === undefined ? [] : [[number, as(asObject(value))]];
/** A map is a list of names and values. */
const named = (number: number, values: unknown, as: (value: JsonObject) => Part): Field[] =>
  Object.entries(asObject(values)).map(([name, value]) => [number, message([1, name], [2, as(asObject(value))])]);
/** What begins with `x-`, as YAML. */
const extensions = (number: number, value: JsonObject): Field[] =>
  Object.entries(value)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, extension]) => [number, message([1, name], [2, message([2, writeJson(extension)])])]);

function schema(value: JsonObject): Part {
  const { type, items, additionalProperties, properties } = value;
  return message(
    [1, asString(value['$ref'])],
    [2, asString(value['format'])],
    [4, asString(value['description'])],
    ...texts(19, value['required']),
    ...asArray(value['enum']).map((entry): Field => [20, message([2, writeJson(entry)])]),
    ...below(21, additionalProperties, of => message([1, schema(of)])),
    ...(type === undefined ? [] : [[22, message([1, asString(type)])] as const]),
    ...below(23, items, of => message([1, schema(of)])),
    ...(properties === undefined ? [] : [[25, message(...named(1, properties, schema))] as const]),
    ...extensions(31, value),
  );
}

function parameter(value: JsonObject): Part {
  const name = asString(value['name']);
  const place = asString(value['in']);
  if (place === 'body')
    return message([1, message([1, message([2, name], [3, place], ...below(5, value['schema'], schema))])]);
  const query = message([2, place], [4, name], [6, asString(value['type'])], [20, value['uniqueItems'] === true]);
  return message([1, message([2, message([3, query])])]);
}

const response = (value: JsonObject): Part => message([1, message([1, asString(value['description'])])]);

const operation = (value: JsonObject): Part =>
  message(
    ...texts(6, value['produces']),
    ...texts(7, value['consumes']),
    ...each(8, value['parameters'], parameter),
    [9, message(...named(1, value['responses'], response))],
    ...extensions(13, value),
  );

const pathItem = (value: JsonObject): Part =>
  message(
    ...below(2, value['get'], operation),
    ...below(3, value['put'], operation),
    ...below(4, value['post'], operation),
    ...below(5, value['delete'], operation),
    ...below(8, value['patch'], operation),
  );

export function encodeOpenApi(document: JsonObject): Uint8Array {
  const info = asObject(document['info']);
  const writer = new BackwardWriter();
  message(
    [1, asString(document['swagger'])],
    [2, message([1, asString(info['title'])], [2, asString(info['version'])])],
    [8, message(...named(2, document['paths'], pathItem))],
    [9, message(...named(1, document['definitions'], schema))],
  )(writer);
  return writer.result();
}
