import { asArray, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { booleanCell, numberCell, quantityCell, textCell, timeCell } from './columns.ts';
import type { ColumnView } from './kind-view.ts';

/** What a column is apart from its type and what it reads. */
export type ColumnLook = Omit<ColumnView, 'type' | 'read' | 'refersTo'>;

/** How most lists begin. */
export const BY_NAME = { column: 'name', descending: false } as const;

/** The text at a path. */
export function textAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'text', read: object => textCell(getPath(object, ...path)) };
}

/** The number at a path; nothing where there is none. */
export function numberAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'number', read: object => numberCell(getPath(object, ...path)) };
}

/** The number at a path, which Go leaves out where it is zero. */
export function countAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'number', read: object => numberCell(getPath(object, ...path) ?? 0) };
}

/** How many there are in the list or map at a path. */
export function sizeAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'number', read: object => sizeOf(getPath(object, ...path)) };
}

export function sizeOf(value: unknown): number {
  return isObject(value) ? Object.keys(value).length : asArray(value).length;
}

/** Whether what is at a path is so; absent it is not. */
export function flagAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'boolean', read: object => booleanCell(getPath(object, ...path)) };
}

/** The time at a path. */
export function timeAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'time', read: object => timeCell(getPath(object, ...path)) };
}

/** The quantity of bytes at a path. */
export function bytesAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'quantity', unit: 'bytes', read: object => quantityCell(getPath(object, ...path)) };
}

/** The texts of the list at a path, with commas between them. */
export function listAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return { ...look, type: 'text', read: object => joined(asArray(getPath(object, ...path)).map(asString)) };
}

/** The label selector at a path, as kubectl writes it; one that selects all is `*`. */
export function selectorAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return {
    ...look,
    type: 'text',
    read: object => {
      const selector = getPath(object, ...path);
      return isObject(selector) ? selectorText(selector) : null;
    },
  };
}

export function selectorText(selector: unknown): string {
  const text = formatLabelSelector(selector);
  return text === '<none>' ? '*' : text;
}

/** A text that is made of several fields. */
export function textOf(look: ColumnLook, read: (object: unknown) => string | null): ColumnView {
  return { ...look, type: 'text', read };
}

/** What is not empty, with commas between; null where nothing is. */
export function joined(texts: readonly string[], between = ', '): string | null {
  return texts.filter(text => text !== '').join(between) || null;
}

/** A whole number or a percentage, as Kubernetes lets some fields be either. */
export function numberOrText(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : asString(value);
}

/** The text map at a path, as `key=value`. */
export function mapAt(look: ColumnLook, ...path: readonly string[]): ColumnView {
  return {
    ...look,
    type: 'text',
    read: object =>
      joined(Object.entries(asObject(getPath(object, ...path))).map(([key, value]) => `${key}=${numberOrText(value)}`)),
  };
}
