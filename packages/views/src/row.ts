import { deepEqual } from '@lanthorn/base/json.ts';
import type { SharedStrings } from '@lanthorn/base/collections/shared-strings.ts';
import { controllerOf, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { Cell } from './cells/cell.ts';
import { NO_RELATIONS, type Relations } from './cells/find-references.ts';
import type { KindView } from './cells/kind-view.ts';
import type { SharedReferences } from './cells/shared-references.ts';
import { objectReferences } from './object-references.ts';

/** The object that a row's belongs to, or is about. */
export interface RowOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** An object as lists show it: facts in the order of its view's columns. Rows carry facts, the page formats them. */
export class Row {
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ownerUid: string;
  readonly owner: RowOwner | null;
  readonly cells: readonly Cell[];
  /** What it has to do with others: never sent with it, but asked for by those. */
  readonly relations: Relations;

  constructor(fields: Omit<Row, 'equals' | 'withCells' | 'key' | 'relations'> & Partial<Pick<Row, 'relations'>>) {
    this.key = fields.namespace === '' ? fields.name : `${fields.namespace}/${fields.name}`;
    this.uid = fields.uid;
    this.namespace = fields.namespace;
    this.name = fields.name;
    this.createdAt = fields.createdAt;
    this.labels = fields.labels;
    this.ownerUid = fields.ownerUid;
    this.owner = fields.owner;
    this.cells = fields.cells;
    this.relations = fields.relations ?? NO_RELATIONS;
  }

  equals(other: Row): boolean {
    return (
      this.uid === other.uid &&
      this.ownerUid === other.ownerUid &&
      deepEqual(this.cells, other.cells) &&
      deepEqual(this.labels, other.labels) &&
      deepEqual(this.relations, other.relations)
    );
  }

  withCells(indexes: readonly number[], cells: readonly Cell[]): Row {
    const changed = [...this.cells];
    for (const [i, index] of indexes.entries()) changed[index] = cells[i] ?? null;
    return new Row({ ...this, cells: changed });
  }
}

export interface ProjectionContext {
  readonly now: number;
  /** What rows have in common is kept once: an object's text has its own copy of everything. */
  readonly strings: SharedStrings;
  /** The same of what objects name; without it rows know nothing of it. */
  readonly references?: SharedReferences;
}

/** Projects an object; a column that cannot read it gives a broken cell, never an error. */
export function projectRow(view: KindView, object: unknown, { now, strings, references }: ProjectionContext): Row {
  const meta = readMeta(object);
  const controller = controllerOf(object);
  const owner = view.ownerOf === undefined ? controller : view.ownerOf(object);
  const cells = view.columns.map((column): Cell => {
    try {
      const cell = column.read(object, { now });
      return typeof cell === 'string' ? strings.share(cell) : cell;
    } catch (error) {
      return { broken: error instanceof Error ? error.message : String(error) };
    }
  });
  return new Row({
    uid: meta.uid,
    namespace: strings.share(meta.namespace),
    name: meta.name,
    createdAt: meta.createdAt,
    labels: sharedValues(meta.labels, strings),
    ownerUid: strings.share(view.ownerUid?.(object) ?? controller?.uid ?? ''),
    owner:
      owner === null
        ? null
        : {
            apiVersion: strings.share(owner.apiVersion),
            kind: strings.share(owner.kind),
            name: strings.share(owner.name),
          },
    cells,
    ...(references === undefined ? {} : { relations: sharedRelations(objectReferences(view, object), references) }),
  });
}

function sharedValues(labels: Row['labels'], strings: SharedStrings): Row['labels'] {
  const shared: Record<string, string> = {};
  for (const key of Object.keys(labels)) shared[key] = strings.share(labels[key] ?? '');
  return shared;
}

function sharedRelations({ references, selections }: Relations, shared: SharedReferences): Relations {
  if (references.length === 0 && selections.length === 0) return NO_RELATIONS;
  return { references: references.map(reference => shared.share(reference)), selections };
}
