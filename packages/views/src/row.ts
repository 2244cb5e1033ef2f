import { asObject, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { controllerOf, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Cell } from './cells/cell.ts';
import { NO_RELATIONS, type Relations } from './cells/find-references.ts';
import type { KindView } from './cells/kind-view.ts';
import type { RowOwner, SharedParts } from './cells/shared-parts.ts';
import { objectReferences } from './object-references.ts';

/** An object as lists show it: facts in the order of its view's columns. Rows carry facts, the page formats them. */
export class Row {
  readonly key: string;
  /** The cluster that it is of; '' where nobody said. */
  readonly cluster: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ownerUid: string;
  readonly owner: RowOwner | null;
  /** Without the empty ones at the end: most rows have nothing in the columns that tell of trouble. */
  readonly cells: readonly Cell[];
  readonly #references: Relations['references'];
  readonly #selections: Relations['selections'];

  constructor(
    fields: Omit<Row, 'equals' | 'withCells' | 'key' | 'cluster' | 'relations'> &
      Partial<Pick<Row, 'cluster' | 'relations'>>,
  ) {
    this.key = rowKey(fields.namespace, fields.name);
    this.cluster = fields.cluster ?? '';
    this.uid = fields.uid;
    this.namespace = fields.namespace;
    this.name = fields.name;
    this.createdAt = fields.createdAt;
    this.labels = fields.labels;
    this.ownerUid = fields.ownerUid;
    this.owner = fields.owner;
    this.cells = withoutEmptyEnd(fields.cells);
    // Not the two as one object: there are as many as rows.
    const { references, selections } = fields.relations ?? NO_RELATIONS;
    this.#references = references;
    this.#selections = selections;
  }

  /** What it has to do with others: never sent with it, but asked for by those. */
  get relations(): Relations {
    return { references: this.#references, selections: this.#selections };
  }

  equals(other: Row): boolean {
    return (
      this.uid === other.uid &&
      this.ownerUid === other.ownerUid &&
      deepEqual(this.cells, other.cells) &&
      deepEqual(this.labels, other.labels) &&
      deepEqual(this.#references, other.#references) &&
      deepEqual(this.#selections, other.#selections)
    );
  }

  withCells(indexes: readonly number[], cells: readonly Cell[]): Row {
    const changed = [...this.cells];
    for (const [i, index] of indexes.entries()) {
      while (changed.length < index) changed.push(null);
      changed[index] = cells[i] ?? null;
    }
    return new Row({ ...this, cells: changed, relations: this.relations });
  }
}

/** By which an object is known among those of its kind. */
export function rowKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Of exact size: an array that lost its end keeps room for it. */
function withoutEmptyEnd(cells: readonly Cell[]): readonly Cell[] {
  const last = cells.findLastIndex(cell => cell !== null);
  return last === cells.length - 1 ? cells : cells.slice(0, last + 1);
}

export interface ProjectionContext {
  readonly now: number;
  readonly shared: SharedParts;
  readonly cluster?: string;
  /** What the server prints of it, where that was asked for. */
  readonly printed?: readonly unknown[] | undefined;
  /** False where nobody asks rows what they have to do with others. */
  readonly hasRelations: boolean;
}

/** Projects an object; a column that cannot read it gives a broken cell, never an error. */
export function projectRow(view: KindView, object: unknown, context: ProjectionContext): Row {
  const { now, printed, shared, cluster = '', hasRelations } = context;
  const meta = asObject(getPath(object, 'metadata'));
  const controller = controllerOf(object);
  const owner = view.ownerOf === undefined ? controller : view.ownerOf(object);
  const cells = view.columns.map((column): Cell => {
    try {
      return shared.shareCell(column.read(object, { now, printed }));
    } catch (error) {
      return { broken: error instanceof Error ? error.message : String(error) };
    }
  });
  return new Row({
    cluster,
    uid: asString(meta['uid']),
    namespace: shared.shareText(asString(meta['namespace'])),
    name: asString(meta['name']),
    createdAt: parseTime(meta['creationTimestamp']),
    labels: shared.shareLabels(meta['labels']),
    ownerUid: shared.shareText(view.ownerUid?.(object) ?? controller?.uid ?? ''),
    owner: owner === null ? null : shared.shareOwner(owner),
    cells,
    relations: hasRelations ? objectReferences(view, object, shared.shareReference) : NO_RELATIONS,
  });
}
