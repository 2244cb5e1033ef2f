/** A part of a word that was expanded: what was quoted is no pattern. */
export interface Segment {
  readonly text: string;
  readonly isQuoted: boolean;
}

type Token = { readonly kind: 'star' } | { readonly kind: 'one'; readonly holds: (character: string) => boolean };

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z\d]/,
  lower: /[a-z]/,
  upper: /[A-Z]/,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[\dA-Fa-f]/,
  cntrl: /\p{Cc}/u,
  print: /[ -~]/,
  graph: /[!-~]/,
};

/** Steps between two turns of others. */
const STEPS = 100_000;

export interface Ends {
  readonly shortest: number;
  readonly longest: number;
}

/** Whoever shares the process with others: resolves when they had their turn. */
export interface GivingWay {
  giveWay(): Promise<void>;
}

/** What `*`, `?` and `[…]` stand for; no pattern takes longer than its length times that of the text. */
export class Pattern {
  readonly #tokens: readonly Token[];
  #steps = 0;

  constructor(segments: readonly Segment[], { isBackwards = false } = {}) {
    const all = segments.flatMap(({ text, isQuoted }) => (isQuoted ? plain(text) : tokens(text)));
    this.#tokens = isBackwards ? all.toReversed() : all;
  }

  /** Whether any part of a word stands for more than itself. */
  static isIn(segments: readonly Segment[]): boolean {
    return segments.some(({ text, isQuoted }) => !isQuoted && /[*?]|\[.+\]/.test(text));
  }

  /** Whether it is the whole text, however long. */
  async isAll(text: string, others: GivingWay): Promise<boolean> {
    const characters = [...text];
    return (await this.ends(characters, 0, others))?.longest === characters.length;
  }

  /** Where what begins at a place may end: all ends are found in one pass. */
  async ends(characters: readonly string[], from: number, others: GivingWay): Promise<Ends | null> {
    let states = this.#reached([0]);
    let [shortest, longest] = [-1, -1];
    for (let at = from; states.length > 0; at++) {
      if (states.includes(this.#tokens.length)) {
        if (shortest < 0) shortest = at;
        longest = at;
      }
      this.#steps += states.length;
      if (this.#steps > STEPS) {
        this.#steps = 0;
        await others.giveWay();
      }
      if (at >= characters.length) break;
      states = this.#reached(this.#after(states, characters[at] ?? ''));
    }
    return shortest < 0 ? null : { shortest, longest };
  }

  /** Tokens to be met next, once `character` is passed. */
  #after(states: readonly number[], character: string): number[] {
    return states.flatMap(state => {
      const token = this.#tokens[state];
      if (token?.kind === 'star') return [state];
      return token?.holds(character) === true ? [state + 1] : [];
    });
  }

  /** With those behind each star, for it may stand for nothing. */
  #reached(states: readonly number[]): number[] {
    const all = new Set<number>();
    for (const state of states)
      for (let next = state; ; next++) {
        all.add(next);
        if (this.#tokens[next]?.kind !== 'star') break;
      }
    return [...all];
  }

  matches(text: string): boolean {
    const characters = [...text];
    let [at, token, starAt, triedAt] = [0, 0, -1, 0];
    while (at < characters.length) {
      const next = this.#tokens[token];
      if (next?.kind === 'star') [starAt, triedAt, token] = [token, at, token + 1];
      else if (next?.holds(characters[at] ?? '') === true) [at, token] = [at + 1, token + 1];
      else if (starAt >= 0) [token, triedAt, at] = [starAt + 1, triedAt + 1, triedAt + 1];
      else return false;
    }
    return this.#tokens.slice(token).every(({ kind }) => kind === 'star');
  }
}

function plain(text: string): Token[] {
  return Array.from(text, wanted => ({ kind: 'one', holds: character => character === wanted }));
}

const BRACKET = /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const bracket = BRACKET.exec(rest);
    if (bracket !== null && bracket[2] !== '') {
      const isIn = inBracket(bracket[2] ?? '');
      const isNegated = bracket[1] !== '';
      found.push({ kind: 'one', holds: character => isIn(character) !== isNegated });
      at += bracket[0].length;
      continue;
    }
    const [character = ''] = rest;
    if (character === '*') found.push({ kind: 'star' });
    else if (character === '?') found.push({ kind: 'one', holds: () => true });
    else found.push(...plain(character));
    at += character.length;
  }
  return found;
}

function inBracket(text: string): (character: string) => boolean {
  const parts = [...text.matchAll(/\[:(\w+):\]|(.)-(.)|(.)/gsu)];
  return character =>
    parts.some(([, name, from, to, single]) => {
      if (name !== undefined) return CLASSES[name]?.test(character) === true;
      return single === undefined ? character >= (from ?? '') && character <= (to ?? '') : character === single;
    });
}
