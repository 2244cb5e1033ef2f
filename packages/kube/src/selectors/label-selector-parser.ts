import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { labelKeyProblems, labelValueProblems, readInteger } from './label-format.ts';
import type { LabelRequirement } from './label-selector.ts';

// As labels.Parse of k8s.io/apimachinery 0.37 reads, with its words.

interface Token {
  readonly type: 'identifier' | 'keyword' | 'symbol' | 'end';
  readonly text: string;
}

const SYMBOLS = new Set(['=', '==', '!=', '!', '(', ')', ',', '>', '<']);
const OPERATORS: Readonly<Record<string, LabelRequirement['operator']>> = {
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  in: 'In',
  notin: 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
};
const END: Token = { type: 'end', text: '' };

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (/[ \t\r\n]/.test(character)) at++;
    else if (character === '\0') break;
    else if (SYMBOLS.has(character)) {
      let symbol = character;
      while (SYMBOLS.has(symbol + text.charAt(at + symbol.length)) && at + symbol.length < text.length)
        symbol += text.charAt(at + symbol.length);
      tokens.push({ type: 'symbol', text: symbol });
      at += symbol.length;
    } else {
      const word = /^[^=!(),<> \t\r\n\0]*/.exec(text.slice(at))?.[0] ?? '';
      tokens.push({ type: word === 'in' || word === 'notin' ? 'keyword' : 'identifier', text: word });
      at += word.length;
      // Where a word ends with the byte that marks the end of the text, the original goes on behind it.
      if (text.charAt(at) === '\0') at++;
    }
  }
  return tokens;
}

/** The text form of a label selector (`a=b,c in (d,e),!f,g>3`), with the server's error text. */
export function parseLabelSelector(text: string): Result<LabelRequirement[], string> {
  const parser = new Parser(tokenise(text));
  const requirements: LabelRequirement[] = [];
  while (!parser.isAtEnd) {
    const { text: first } = parser.next;
    if (!parser.isAtName && first !== '!') return err(`found '${first}', expected: !, identifier, or 'end of string'`);
    const requirement = parser.requirement();
    if (!requirement.ok) return err(`unable to parse requirement: ${requirement.error}`);
    requirements.push(requirement.value);
    const separator = parser.consume();
    if (separator.type === 'end') break;
    if (separator.text !== ',') return err(`found '${separator.text}', expected: ',' or 'end of string'`);
    if (!parser.isAtName && parser.next.text !== '!')
      return err(`found '${parser.next.text}', expected: identifier after ','`);
  }
  return ok(requirements);
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#position] ?? END;
  }

  get isAtEnd(): boolean {
    return this.next.type === 'end';
  }

  /** `in` and `notin` are names where no operator is awaited. */
  get isAtName(): boolean {
    return this.next.type === 'identifier' || this.next.type === 'keyword';
  }

  consume(): Token {
    const token = this.next;
    this.#position++;
    return token;
  }

  requirement(): Result<LabelRequirement, string> {
    const isNegated = this.next.text === '!';
    if (isNegated) this.consume();
    if (!this.isAtName) return err(`found '${this.next.text}', expected: identifier`);
    const key = this.consume().text;
    const [problem] = invalid('<nil>', key, labelKeyProblems(key));
    if (problem !== undefined) return err(problem);
    if (isNegated) return ok({ key, operator: 'DoesNotExist', values: [] });
    if (this.isAtEnd || this.next.text === ',') return ok({ key, operator: 'Exists', values: [] });
    const token = this.consume();
    const operator = token.type === 'identifier' ? undefined : OPERATORS[token.text];
    if (operator === undefined) return err(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    const values = token.type === 'keyword' ? this.#values() : this.#value();
    return values.ok ? checked({ key, operator, values: values.value }) : values;
  }

  #value(): Result<string[], string> {
    if (this.isAtEnd || this.next.text === ',') return ok(['']);
    if (!this.isAtName) return err(`found '${this.next.text}', expected: identifier`);
    return ok([this.consume().text]);
  }

  /** `(a,b)`; what is left out between commas is the empty value. */
  #values(): Result<string[], string> {
    const open = this.consume();
    if (open.text !== '(') return err(`found '${open.text}' expected: '('`);
    if (!this.isAtName && this.next.text !== ',' && this.next.text !== ')')
      return err(`found '${this.next.text}', expected: ',', ')' or identifier`);
    const values = new Set<string>();
    if (this.next.text === ')') values.add('');
    while (this.next.text !== ')') {
      if (this.isAtName) {
        values.add(this.consume().text);
        if (this.next.text !== ',' && this.next.text !== ')')
          return err(`found '${this.next.text}', expected: ',' or ')'`);
      } else if (this.next.text === ',') {
        this.consume();
        if (values.size === 0 || this.next.text === ',' || this.next.text === ')') values.add('');
      } else return err(`found '${this.next.text}', expected: ',', or identifier`);
    }
    this.consume();
    return ok([...values].toSorted((a, b) => (a < b ? -1 : 1)));
  }
}

/** What holds of values whatever the syntax. */
function checked(requirement: LabelRequirement): Result<LabelRequirement, string> {
  const { key, operator, values } = requirement;
  const isCompared = operator === 'Gt' || operator === 'Lt';
  const problems = [
    ...values.flatMap((value, i) =>
      isCompared && readInteger(value) === null
        ? invalid(`values[${i}]`, value, ["for 'Gt', 'Lt' operators, the value must be an integer"])
        : [],
    ),
    ...values.flatMap((value, i) => invalid(`values[${i}][${key}]`, value, labelValueProblems(value))),
  ];
  const [first] = problems;
  if (first === undefined) return ok(requirement);
  return err(problems.length === 1 ? first : `[${problems.join(', ')}]`);
}

function invalid(path: string, value: string, problems: readonly string[]): string[] {
  return problems.length === 0 ? [] : [`${path}: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`];
}
