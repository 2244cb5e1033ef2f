import { asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';

/**
 * A set of places in an object, as `fieldsV1` writes it: steps are `f:name`, `k:{…}`, `v:value` or `i:index`; a step that is
 * itself a member and holds others says so with `.` (sigs.k8s.io/structured-merge-diff, fieldpath).
 */
export class FieldSet {
  #isMember = false;
  #children = new Map<string, FieldSet>();

  static fromFieldsV1(fields: unknown): FieldSet {
    const set = new FieldSet();
    for (const [written, nested] of Object.entries(asObject(fields))) {
      const step = asRead(written);
      if (step === '.') set.#isMember = true;
      else if (isObject(nested) && Object.keys(nested).length === 0) set.#child(step).#isMember = true;
      else set.#children.set(step, FieldSet.fromFieldsV1(nested).union(set.#children.get(step) ?? EMPTY));
    }
    return set;
  }

  /** Steps in the order of their text; `.` comes before all of them. */
  toFieldsV1(): JsonObject {
    const fields: JsonObject = {};
    if (this.#isMember && this.#children.size > 0) fields['.'] = {};
    for (const [step, child] of [...this.#children].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      if (!child.isEmpty) fields[step] = child.toFieldsV1();
    return fields;
  }

  get isMember(): boolean {
    return this.#isMember;
  }

  /** Neither this place nor any below it is in the set. */
  get isEmpty(): boolean {
    return !this.#isMember && [...this.#children.values()].every(child => child.isEmpty);
  }

  get children(): ReadonlyMap<string, FieldSet> {
    return this.#children;
  }

  insert([step, ...rest]: readonly string[]): void {
    if (step === undefined) this.#isMember = true;
    else this.#child(step).insert(rest);
  }

  /** What is equal to one of the two is that one: most writes leave most owners as they are. */
  union(other: FieldSet): FieldSet {
    if (other.#isBare) return this;
    if (this.#isBare) return other;
    const children = new Map(this.#children);
    let isOther = this.#isMember !== (this.#isMember || other.#isMember);
    for (const [step, child] of other.#children) {
      const own = children.get(step);
      const joined = own?.union(child) ?? child;
      if (joined === own) continue;
      children.set(step, joined);
      isOther = true;
    }
    return isOther ? FieldSet.#of(this.#isMember || other.#isMember, children) : this;
  }

  /** This set without the members of the other. Removing a member does not remove the members below it. */
  difference(other: FieldSet): FieldSet {
    if (this.#isBare || other.#isBare) return this;
    const children = new Map<string, FieldSet>();
    const isMember = this.#isMember && !other.#isMember;
    let isOther = isMember !== this.#isMember;
    for (const [step, child] of this.#children) {
      const taken = other.#children.get(step);
      const left = taken === undefined ? child : child.difference(taken);
      if (left !== child) isOther = true;
      if (left === child || !left.isEmpty) children.set(step, left);
    }
    return isOther ? FieldSet.#of(isMember, children) : this;
  }

  intersection(other: FieldSet): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [step, child] of this.#children) {
      const theirs = other.#children.get(step);
      const shared = theirs === undefined ? EMPTY : child.intersection(theirs);
      if (!shared.isEmpty) children.set(step, shared);
    }
    return FieldSet.#of(this.#isMember && other.#isMember, children);
  }

  /** Every member, as the server names it in a conflict: `.spec.containers[name="c"].image`. */
  paths(before = ''): string[] {
    const own = this.#isMember ? [before] : [];
    return [...own, ...[...this.#children].flatMap(([step, child]) => child.paths(`${before}${stepText(step)}`))];
  }

  #child(step: string): FieldSet {
    const known = this.#children.get(step);
    if (known !== undefined) return known;
    const child = new FieldSet();
    this.#children.set(step, child);
    return child;
  }

  static #of(isMember: boolean, children: Map<string, FieldSet>): FieldSet {
    const set = new FieldSet();
    set.#isMember = isMember;
    set.#children = children;
    return set;
  }

  get #isBare(): boolean {
    return !this.#isMember && this.#children.size === 0;
  }
}

const LONG_NUMBER = /\d{16}/;

/** The server reads the numbers in steps as floats: two large ones that are neighbours become one. */
function asRead(step: string): string {
  if (!LONG_NUMBER.test(step) || !/^[kv]:/.test(step)) return step;
  return `${step.slice(0, 2)}${JSON.stringify(JSON.parse(step.slice(2)))}`;
}

const EMPTY = new FieldSet();

/** PathElement.String of structured-merge-diff. */
function stepText(step: string): string {
  const text = step.slice(2);
  if (step.startsWith('f:')) return `.${text}`;
  if (step.startsWith('v:')) return `[=${text}]`;
  if (step.startsWith('i:')) return `[${text}]`;
  const keys = Object.entries(asObject(parseJson(text))).map(([name, value]) => `${name}=${writeJson(value)}`);
  return `[${keys.join(',')}]`;
}
