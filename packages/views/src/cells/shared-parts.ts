import { asObject } from '@lanthorn/base/json.ts';
import { SharedStrings, textHash } from '@lanthorn/base/collections/shared-strings.ts';
import { SharedValues } from '@lanthorn/base/collections/shared-values.ts';
import { type Cell, isStatus, type StatusCell } from './cell.ts';
import { isSameReference } from './find-references.ts';
import type { Reference } from './reference.ts';

/** The object that a row's belongs to, or is about. */
export interface RowOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What the rows of a list have in common, kept once: an object's text has its own copy of everything. */
export class SharedParts {
  readonly #strings = new SharedStrings();
  readonly #owners = new SharedValues<RowOwner>();
  readonly #statuses = new SharedValues<StatusCell>();
  readonly #references = new SharedValues<Reference>();
  /** Those of the row before, which most rows have some of. */
  #labels: Readonly<Record<string, unknown>> = {};

  shareText(text: string): string {
    return this.#strings.share(text);
  }

  /** Their texts: few pods have all labels in common. Values that are no texts are left out. */
  shareLabels(labels: unknown): Readonly<Record<string, string>> {
    // Copied whole, and then shared: an object that gets one after the other keeps room for more.
    const shared: Record<string, unknown> = { ...asObject(labels) };
    const before = this.#labels;
    for (const key of Object.keys(shared)) {
      const value = shared[key];
      if (typeof value !== 'string') delete shared[key];
      else shared[key] = before[key] === value ? before[key] : this.shareText(value);
    }
    this.#labels = shared;
    return shared as Readonly<Record<string, string>>;
  }

  shareOwner({ apiVersion, kind, name }: RowOwner): RowOwner {
    const hash = textHash(name);
    const known = this.#owners.at(hash);
    if (known?.name === name && known.kind === kind && known.apiVersion === apiVersion) return known;
    return this.#owners.put(hash, {
      apiVersion: this.shareText(apiVersion),
      kind: this.shareText(kind),
      name: this.shareText(name),
    });
  }

  shareCell(cell: Cell): Cell {
    if (typeof cell === 'string') return this.shareText(cell);
    return isStatus(cell) ? this.#shareStatus(cell) : cell;
  }

  #shareStatus(cell: StatusCell): StatusCell {
    const { status, tone, hasEnded } = cell;
    const hash = textHash(status, textHash(tone));
    const known = this.#statuses.at(hash);
    if (known?.status === status && known.tone === tone && known.hasEnded === hasEnded) return known;
    return this.#statuses.put(hash, cell);
  }

  readonly shareReference = (reference: Reference): Reference => {
    const hash = textHash(reference.name, textHash(reference.namespace));
    const known = this.#references.at(hash);
    return known !== undefined && isSameReference(known, reference) ? known : this.#references.put(hash, reference);
  };
}
