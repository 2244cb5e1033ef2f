// What a script is made of, as POSIX names it (Shell Command Language, 2.10).

/** What an expansion does with the value of a parameter. */
export interface Operation {
  readonly operator: string;
  readonly word: Word;
}

export type WordPart = { readonly isQuoted: boolean } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly operation: Operation | null }
  | { readonly kind: 'length'; readonly name: string }
  | { readonly kind: 'command'; readonly body: List }
  | { readonly kind: 'arithmetic'; readonly word: Word }
);

export type Word = readonly WordPart[];

export interface Redirection {
  readonly fd: number;
  readonly operator: '<' | '>' | '>>' | '<>' | '<&' | '>&' | '<<';
  /** Of `<<` what is read itself. */
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export type Command = { readonly redirections: readonly Redirection[] } & (
  | { readonly kind: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[] }
  | { readonly kind: 'group' | 'subshell'; readonly body: List }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise: List;
    }
  | { readonly kind: 'loop'; readonly isUntil: boolean; readonly condition: List; readonly body: List }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[] | null; readonly body: List }
  | {
      readonly kind: 'case';
      readonly word: Word;
      readonly clauses: readonly { readonly patterns: readonly Word[]; readonly body: List }[];
    }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command }
);

/** Commands joined by pipes. */
export interface Pipeline {
  readonly isNegated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by `&&` and `||`, and whether they are waited for. */
export interface Item {
  readonly isInBackground: boolean;
  readonly pipelines: readonly (Pipeline & { readonly when: 'always' | 'success' | 'failure' })[];
}

export type List = readonly Item[];

export class ShellSyntaxError extends Error {
  override name = 'ShellSyntaxError';
  /** More lines could complete it. */
  readonly isUnfinished: boolean;

  constructor(message: string, isUnfinished = false) {
    super(message);
    this.isUnfinished = isUnfinished;
  }
}
