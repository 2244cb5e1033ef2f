/** What may be given a value. */
export type Place =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expression }
  | { readonly kind: 'element'; readonly name: string; readonly subscripts: readonly Expression[] };

export type Expression =
  | Place
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'unary'; readonly operator: '!' | '-' | '+'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly of: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'assign'; readonly operator: string; readonly to: Place; readonly value: Expression }
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly isBefore: boolean; readonly of: Place }
  | { readonly kind: 'in'; readonly subscripts: readonly Expression[]; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'getline';
      readonly to: Place | null;
      readonly from: { readonly kind: 'input' | 'file' | 'command'; readonly name: Expression | null };
    };

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | {
      readonly kind: 'print';
      readonly isFormat: boolean;
      readonly values: readonly Expression[];
      readonly to: { readonly operator: '>' | '>>' | '|'; readonly name: Expression } | null;
    }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'if'; readonly of: Expression; readonly yes: Statement; readonly no: Statement | null }
  | { readonly kind: 'while'; readonly of: Expression; readonly body: Statement; readonly isAfter: boolean }
  | {
      readonly kind: 'for';
      readonly first: Statement | null;
      readonly of: Expression | null;
      readonly next: Statement | null;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'delete'; readonly name: string; readonly subscripts: readonly Expression[] | null }
  | {
      readonly kind: 'leave';
      readonly how: 'next' | 'break' | 'continue' | 'exit' | 'return';
      readonly value: Expression | null;
    };

export interface Rule {
  readonly when: 'BEGIN' | 'END' | 'always' | { readonly from: Expression; readonly to: Expression | null };
  /** Null prints the line. */
  readonly body: Statement | null;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, { readonly parameters: readonly string[]; readonly body: Statement }>;
}
