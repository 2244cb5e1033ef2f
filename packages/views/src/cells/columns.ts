import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { controllerOf, parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import type { Cell } from './cell.ts';
import type { ColumnView, NamingRow, ObjectReference } from './kind-view.ts';

/** Any JSON as a cell: what should be text and is not is shown as a broken cell. */
export function textCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : { broken: `expected text, found ${describe(value)}` };
}

export function numberCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  // JSON may hold a number that is too large for one.
  return asNumber(value) ?? { broken: `expected a number, found ${describe(value)}` };
}

/** A quantity as the number it means; the page writes it in its unit. */
export function quantityCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'number' ? String(value) : value;
  const number = typeof text === 'string' ? parseQuantity(text) : null;
  return number ?? { broken: `expected a quantity, found ${describe(value)}` };
}

export function timeCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return parseTime(value) ?? { broken: `expected a time, found ${describe(value)}` };
}

/** Absent is false, as Go reads it. */
export function booleanCell(value: unknown): Cell {
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : { broken: `expected true or false, found ${describe(value)}` };
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** What a column is apart from its type and what it reads. */
type ColumnLook = Omit<ColumnView, 'type' | 'read' | 'refersTo' | 'rowRefersTo'>;

/** The text at a path of the object. */
function textColumn(look: ColumnLook, path: readonly string[]): ColumnView {
  return { ...look, type: 'text', read: object => textCell(getPath(object, ...path)) };
}

/** The name of another object, at a path of this one; it is in the same namespace, or in none. */
export function referenceColumn(
  look: ColumnLook,
  path: readonly string[],
  { apiVersion, kind, isNamespaced = false }: ReferredKind,
): ColumnView {
  return {
    ...textColumn(look, path),
    refersTo: object => ({
      apiVersion,
      kind,
      namespace: isNamespaced ? readMeta(object).namespace : '',
      name: asString(getPath(object, ...path)),
    }),
    rowRefersTo: ({ namespace }, name) => ({ apiVersion, kind, namespace: isNamespaced ? namespace : '', name }),
  };
}

interface ReferredKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly isNamespaced?: boolean;
}

export const NAME = textColumn({ id: 'name', width: 210 }, ['metadata', 'name']);
export const NAMESPACE = referenceColumn({ id: 'namespace', width: 100, isFacet: true }, ['metadata', 'namespace'], {
  apiVersion: 'v1',
  kind: 'Namespace',
});

export const AGE: ColumnView = {
  id: 'age',
  type: 'time',
  width: 64,
  read: object => timeCell(getPath(object, 'metadata', 'creationTimestamp')),
};

/** Of the containers below this spec. */
const imagesColumn = (...spec: readonly string[]): ColumnView => ({
  id: 'images',
  type: 'text',
  width: 300,
  read: object =>
    asArray(getPath(object, ...spec, 'containers'))
      .map(container => asString(getPath(container, 'image')))
      .join(', '),
});

/** Of the containers a workload's pods will have. */
export const IMAGES = imagesColumn('spec', 'template', 'spec');
/** Of a pod's own containers. */
const ofPod = imagesColumn('spec');
export const POD_IMAGES: ColumnView = {
  ...ofPod,
  isHidden: true,
  read: (pod, context) => ofPod.read(pod, context) || null,
};

/** Of a cell that names the object a row belongs to. */
export function ownerOfRow({ namespace, owner }: NamingRow): ObjectReference {
  return { apiVersion: '', kind: '', name: '', ...owner, namespace };
}

export const OWNER: ColumnView = {
  id: 'owner',
  type: 'owner',
  width: 220,
  read: object => {
    const owner = controllerOf(object);
    return owner === null ? null : `${owner.kind}/${owner.name}`;
  },
  refersTo: object => {
    const { apiVersion = '', kind = '', name = '' } = controllerOf(object) ?? {};
    return { apiVersion, kind, namespace: readMeta(object).namespace, name };
  },
  rowRefersTo: ownerOfRow,
};
