import type { JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiError, badRequest, invalidValue } from '../wire/api-error.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { acceptedTypes, type Encoding } from '../wire/media-types.ts';

/** In which shape an answer was asked for by `Accept`. */
export type Shape = 'object' | 'table' | 'metadata';

const SHAPES: Readonly<Record<string, Shape>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

const TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

/** What the first acceptable entry of the header asks for. A stream of events is no YAML; a Table and a custom kind are in no binary encoding. */
export function negotiate(
  accept: string | undefined,
  { isStream, isCustom }: { readonly isStream: boolean; readonly isCustom: boolean },
): { readonly shape: Shape; readonly encoding: Encoding } {
  for (const { encoding, as } of acceptedTypes(accept)) {
    if (isStream && encoding === 'yaml') continue;
    const shape = as === null ? 'object' : SHAPES[as];
    if (shape === undefined || (encoding === 'protobuf' && (shape === 'table' || (isCustom && shape === 'object'))))
      continue;
    return { shape, encoding };
  }
  if (acceptedTypes(accept).length === 0) {
    const message = `406: Not Acceptable\n\nAvailable representations: ${[...TYPES, ...STREAMS].join(', ')}`;
    throw new ApiError(406, { message, reason: 'NotAcceptable', details: {} });
  }
  const message = `only the following media types are accepted: ${(isStream ? STREAMS : TYPES).join(', ')}`;
  throw new ApiError(406, { message, reason: 'NotAcceptable' });
}

export interface RepresentOptions {
  readonly shape: Shape;
  readonly encoding: Encoding;
  /** `includeObject` of a Table: None, Metadata (default) or Object. */
  readonly includeObject: string;
  readonly now: number;
}

export function typed(info: ServedResource, object: KubeObject): JsonObject {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = info.fromStored(object);
  return { kind: info.kind, apiVersion: apiVersionOf(info), ...rest };
}

export function partialMetadata(object: KubeObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** One object in the shape asked for (also the object of a watch event). */
export function representObject(info: ServedResource, object: KubeObject, options: RepresentOptions): JsonObject {
  switch (options.shape) {
    case 'object':
      return typed(info, object);
    case 'metadata':
      return partialMetadata(info.fromStored(object));
    case 'table':
      return representTable(info, [object], {
        ...options,
        listMeta: { resourceVersion: object.metadata.resourceVersion },
      });
  }
}

/** The column definitions of a Table come once in a watch. */
export function withoutColumns(table: JsonObject): JsonObject {
  return { ...table, columnDefinitions: null };
}

interface TableOptions extends RepresentOptions {
  readonly listMeta: JsonObject;
  readonly isList?: boolean;
}

export function representTable(
  info: ServedResource,
  objects: readonly KubeObject[],
  { includeObject, now, listMeta, isList = false }: TableOptions,
): JsonObject {
  if (!['', 'None', 'Metadata', 'Object'].includes(includeObject)) {
    const why = invalidValue('includeObject', includeObject, "must be 'Metadata', 'Object', 'None', or empty");
    throw badRequest(`Unable to convert to Table as requested: ${why.field}: ${why.message}`);
  }
  const shown = info.compareRows === undefined ? objects : objects.toSorted(info.compareRows);
  const rows = shown.map(object => {
    const cells = info.cells(object, { now, list: isList ? objects : [] });
    if (includeObject === 'None') return { cells, object: null };
    return {
      cells,
      object: includeObject === 'Object' ? typed(info, object) : partialMetadata(info.fromStored(object)),
    };
  });
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listMeta,
    columnDefinitions: info.columns.map(column => ({ ...column, description: '' })),
    rows,
  };
}

export function representList(
  info: ServedResource,
  objects: readonly KubeObject[],
  options: RepresentOptions & { readonly listMeta: JsonObject },
): JsonObject {
  const { listMeta, shape } = options;
  if (shape === 'table') return representTable(info, objects, { ...options, isList: true });
  if (shape === 'metadata') {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata: listMeta,
      items: objects.map(object => partialMetadata(info.fromStored(object))),
    };
  }
  const kind = `${info.kind}List`;
  if (info.isCustom) {
    const items = objects.map(object => typed(info, object));
    // In the order of a map of Go, not of a struct.
    return { apiVersion: apiVersionOf(info), items, kind, metadata: { continue: '', ...listMeta } };
  }
  // Items of a list of a built-in kind carry neither kind nor apiVersion: clients must not take them from there.
  const items = objects.map(object => withoutKind(info.fromStored(object)));
  return { kind, apiVersion: apiVersionOf(info), metadata: listMeta, items };
}

function withoutKind({ kind: _kind, apiVersion: _apiVersion, ...rest }: KubeObject): JsonObject {
  return rest;
}
