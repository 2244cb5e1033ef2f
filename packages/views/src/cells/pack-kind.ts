import type { Category } from './category.ts';
import type { Tone } from './cell.ts';
import type { ReferenceRule } from './reference.ts';

/** A fact of a pack: from a JSONPath, or from an expression in CEL about `object`. */
export interface PackColumn {
  readonly title: string;
  readonly path?: string | undefined;
  readonly cel?: string | undefined;
  readonly type?: 'text' | 'number' | 'boolean' | 'time' | 'bytes' | undefined;
  /** As in a CustomResourceDefinition: from 1 on a list shows it where a person chose it. */
  readonly priority?: number | undefined;
  /** Few values, counted above the list. */
  readonly isFacet?: boolean | undefined;
}

/** That a condition is so: what it does not say of it may be anything. */
export interface ConditionIs {
  readonly condition: string;
  /** `True`, `False`, `Unknown`, or what else a project says. */
  readonly is?: string | undefined;
  readonly reason?: string | undefined;
}

/** A rule that holds gives its word, and those after it are not asked. */
export interface PackStatusRule {
  /** In CEL, or a condition. Without it the rule holds where there is a word. */
  readonly when?: string | ConditionIs | undefined;
  /** A text, or where it begins with `.` the path of one. */
  readonly word?: string | undefined;
  readonly health?: Tone | undefined;
  /** The path of the word, and how good each word is. One that is not among them is `health`, or where that is left out no match. */
  readonly at?: string | undefined;
  readonly words?: Readonly<Record<string, Tone>> | undefined;
  /** The path of why it is so; without it the condition's message, or what other conditions say. */
  readonly reason?: string | undefined;
}

/** One change of an object of the kind. `$now` in it is the time. */
export interface PackAction {
  /** Unique in its kind. */
  readonly name: string;
  readonly title: string;
  /** What will happen, in a sentence. */
  readonly effect: string;
  /** In CEL: whether it makes sense on an object as it is. It decides what is offered, never what may be done. */
  readonly when?: string | undefined;
  /** `null` takes an annotation away. */
  readonly annotate?: Readonly<Record<string, string | null>> | undefined;
  /** RFC 7386. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** Sets one condition of the status and leaves the others. */
  readonly condition?: PackCondition | undefined;
  /** What is changed lies in this part of the object, which has rights of its own. */
  readonly part?: 'status' | undefined;
}

export interface PackCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** What a pack says of one kind. Data alone: whoever reads it runs nothing but paths and expressions with a budget. */
export interface PackKind {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  /** Those it was written for; without it all. */
  readonly versions?: readonly string[] | undefined;
  readonly category?: Category | undefined;
  readonly columns?: readonly PackColumn[] | undefined;
  readonly status?: readonly PackStatusRule[] | undefined;
  /** What only the page of an object says. */
  readonly facts?: readonly PackColumn[] | undefined;
  readonly references?: readonly ReferenceRule[] | undefined;
  readonly actions?: readonly PackAction[] | undefined;
}
