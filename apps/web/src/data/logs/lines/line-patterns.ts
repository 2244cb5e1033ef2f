/** What stands in a template where its lines differ. */
export const GAP = '⟨*⟩';

export interface LinePattern {
  readonly id: number;
  /** Its words, with gaps. */
  readonly template: string;
  readonly count: number;
  /** The first line that made it. */
  readonly example: string;
}

/** Of more kinds of lines nobody reads a list; the rarest that was not seen for longest makes room, and is counted. */
const MAX_PATTERNS = 500;
/** Words of a line that tell it from others; what follows goes along. */
const MAX_WORDS = 40;
const MAX_LENGTH = 1_000;
/** So much of two lines' words is alike where they are of one kind (Drain takes between 0.3 and 0.7). */
const LIKENESS = 0.6;
/** What is compared with a line is what has as many words, and begins alike: no more than this of each. */
const MAX_CANDIDATES = 60;

/** Words that are values whatever stands around them: with a digit, or long and of hexadecimal letters alone. */
const VALUE = /\d|^[0-9a-f]{12,}$/i;
/** What a value is called, in logfmt and in JSON: it stays where its value goes. */
const NAME = /^(?:[\w.-]+=|\{?"[^"]*":)/;
/** Between words, and between the fields of JSON without spaces. */
const BETWEEN = /\s+|(?<=,)(?=")/;

interface Pattern {
  readonly id: number;
  readonly words: string[];
  readonly example: string;
  readonly place: string;
  count: number;
  lastAt: number;
}

/**
 * Finds the kinds of lines of a log as they come, as Drain does: lines of as many words that begin alike are of one kind where most of their words
 * are the same, and where they differ the template has a gap. What it holds is bounded, and so is what a line costs.
 */
export class PatternMiner {
  readonly #byPlace = new Map<string, Pattern[]>();
  readonly #byId = new Map<number, Pattern>();
  #nextId = 1;
  #lines = 0;
  #forgotten = 0;

  /** Lines whose kinds made room for others. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get lines(): number {
    return this.#lines;
  }

  /** Takes in a line, and says of which kind it is. */
  add(line: string): number {
    const words = wordsOf(line);
    const place = placeOf(words);
    const candidates = this.#byPlace.get(place) ?? [];
    const gaps = words.map(gapOf);
    this.#lines++;
    const found = bestOf(candidates, { words, gaps });
    if (found === null) return this.#create(place, words, line);
    found.count++;
    found.lastAt = this.#lines;
    for (const [i, word] of words.entries())
      if (found.words[i] !== word) found.words[i] = gapOf(found.words[i] ?? '') === gaps[i] ? (gaps[i] ?? GAP) : GAP;
    return found.id;
  }

  /** The rarest first; of as rare ones the newest. */
  patterns(): readonly LinePattern[] {
    return [...this.#byId.values()]
      .sort((a, b) => a.count - b.count || b.lastAt - a.lastAt)
      .map(({ id, words, count, example }) => ({ id, template: words.join(' '), count, example }));
  }

  #create(place: string, words: readonly string[], line: string): number {
    if (this.#byId.size >= MAX_PATTERNS) this.#makeRoom();
    const id = this.#nextId++;
    const example = line.slice(0, MAX_LENGTH);
    const pattern: Pattern = { id, words: [...words], example, place, count: 1, lastAt: this.#lines };
    this.#byId.set(id, pattern);
    const others = this.#byPlace.get(place);
    if (others === undefined) this.#byPlace.set(place, [pattern]);
    else {
      others.push(pattern);
      if (others.length > MAX_CANDIDATES) this.#forget(rarest(others));
    }
    return id;
  }

  #makeRoom(): void {
    this.#forget(rarest([...this.#byId.values()]));
  }

  #forget(pattern: Pattern): void {
    this.#byId.delete(pattern.id);
    this.#forgotten += pattern.count;
    const rest = (this.#byPlace.get(pattern.place) ?? []).filter(each => each !== pattern);
    if (rest.length === 0) this.#byPlace.delete(pattern.place);
    else this.#byPlace.set(pattern.place, rest);
  }
}

/** Of the oldest half, so that what is new is not gone before it comes again. */
function rarest(patterns: readonly Pattern[]): Pattern {
  const old = patterns.toSorted((a, b) => a.lastAt - b.lastAt).slice(0, Math.ceil(patterns.length / 2));
  return old.reduce((found, each) => (each.count < found.count ? each : found));
}

function wordsOf(line: string): readonly string[] {
  const words = line.slice(0, MAX_LENGTH).trim().split(BETWEEN);
  return words.slice(0, MAX_WORDS).map(word => (VALUE.test(word.slice(nameOf(word).length)) ? gapOf(word) : word));
}

function nameOf(word: string): string {
  return NAME.exec(word)?.[0] ?? '';
}

function gapOf(word: string): string {
  return `${nameOf(word)}${GAP}`;
}

/** As many words, and the first that is no value: the way down Drain's tree. */
function placeOf(words: readonly string[]): string {
  return `${words.length} ${words.find(word => !word.endsWith(GAP)) ?? ''}`;
}

function bestOf(
  candidates: readonly Pattern[],
  { words, gaps }: { readonly words: readonly string[]; readonly gaps: readonly string[] },
): Pattern | null {
  let best: Pattern | null = null;
  let most = LIKENESS * words.length;
  for (const candidate of candidates) {
    const alike = candidate.words.filter((word, i) => word === words[i] || word === gaps[i] || word === GAP).length;
    if (alike < most) continue;
    most = alike;
    best = candidate;
  }
  return best;
}
