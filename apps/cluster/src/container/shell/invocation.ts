/** Options of a shell that have a name; by letter where they have one. */
export const OPTION_NAMES = new Map(
  Object.entries({
    errexit: 'e',
    noglob: 'f',
    nounset: 'u',
    xtrace: 'x',
    pipefail: 'pipefail',
  }),
);

export interface Invocation {
  readonly options: readonly string[];
  /** Whether the first of the operands is a script, and not where one lies. */
  readonly isText: boolean;
  readonly operands: readonly string[];
}

/** `sh -eu -o pipefail FILE ARGUMENTS`, `sh -c SCRIPT NAME ARGUMENTS`. */
export function readInvocation(args: readonly string[]): Invocation {
  const options: string[] = [];
  let [at, isText] = [0, false];
  for (; /^[-+]-?\w/.test(args[at] ?? ''); at++) {
    const word = args[at] ?? '';
    if (!/^-\w/.test(word)) continue;
    for (const letter of word.slice(1)) {
      if (letter === 'c') isText = true;
      else options.push(letter === 'o' ? (OPTION_NAMES.get(args[++at] ?? '') ?? '') : letter);
    }
  }
  return { options, isText, operands: args.slice(at) };
}
