import { asObject } from '@lanthorn/base/json.ts';
import { SharedStrings } from '@lanthorn/base/collections/shared-strings.ts';
import { SharedValues } from '@lanthorn/base/collections/shared-values.ts';
import { type Cell, isStatus } from './cell.ts';
import type { ShareReference } from './find-references.ts';

/** The object that a row's belongs to, or is about. */
export interface RowOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What the rows of a list have in common, kept once: an object's text has its own copy of everything. */
export class SharedParts {
  readonly #strings = new SharedStrings();
  /** Keys begin with what they are of. */
  readonly #values = new SharedValues<object>();

  shareText(text: string): string {
    return this.#strings.share(text);
  }

  /** Their texts: few pods have all labels in common. Values that are no texts are left out. */
  shareLabels(labels: unknown): Readonly<Record<string, string>> {
    // Copied whole, and then shared: an object that gets one after the other keeps room for more.
    const shared: Record<string, unknown> = { ...asObject(labels) };
    for (const [key, value] of Object.entries(shared))
      if (typeof value === 'string') shared[key] = this.shareText(value);
      else delete shared[key];
    return shared as Readonly<Record<string, string>>;
  }

  shareOwner({ apiVersion, kind, name }: RowOwner): RowOwner {
    return this.#share(`owner ${apiVersion} ${kind} ${name}`, () => ({
      apiVersion: this.shareText(apiVersion),
      kind: this.shareText(kind),
      name: this.shareText(name),
    }));
  }

  shareCell(cell: Cell): Cell {
    if (typeof cell === 'string') return this.shareText(cell);
    return isStatus(cell)
      ? this.#share(`status ${cell.hasEnded ?? false} ${cell.tone} ${cell.status}`, () => cell)
      : cell;
  }

  readonly shareReference: ShareReference = (key, reference) => this.#share(`reference ${key}`, () => reference);

  /** Values of one key are equal. */
  #share<T extends object>(key: string, make: () => T): T {
    return this.#values.share(key, make) as T;
  }
}
