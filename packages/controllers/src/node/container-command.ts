import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

// What a container does by its command, as far as it can be told without running it: `sh -c "echo hi; sleep 5; exit 3"`, `false`, `sleep 60`.

/** A line, and when it is written: milliseconds after the start. */
export interface SaidLine {
  readonly atMs: number;
  readonly text: string;
}

export interface CommandPlan {
  /** Null where it goes on until it is stopped. */
  readonly durationMs: number | null;
  readonly exitCode: number;
  readonly lines: readonly SaidLine[];
}

/** No process is over before it is seen to run. */
const LEAST_MS = 100;
const SHELLS = ['sh', 'bash', 'ash', 'dash'];
const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Nothing here is looked up, computed or read: with any of these a script is more than its words. */
const MORE_THAN_WORDS = /[$`|<>&(){}*?[\]~#!]/;

/** What the command of a pod's only container does; null where nobody can tell, or none is given. */
export function commandPlan(pod: KubeObject): CommandPlan | null {
  const containers = asArray(getPath(pod, 'spec', 'containers')).map(asObject);
  const [container = {}, ...others] = containers;
  return others.length > 0 ? null : containerPlan(container);
}

/** The same of one container. */
export function containerPlan({ command, args }: JsonObject): CommandPlan | null {
  return command === undefined ? null : planOf([...asArray(command), ...asArray(args)].map(asString));
}

function planOf([program = '', ...args]: readonly string[]): CommandPlan | null {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const [option, script = ''] = args;
  if (!SHELLS.includes(name)) return new Script().run([[[name, ...args], true]]);
  if (option !== '-c' && option !== '-ec') return null;
  const steps = stepsOf(script);
  return steps === null ? null : new Script().run(steps);
}

/** Words, and whether what comes after them is done in any case. */
type Step = readonly [words: readonly string[], isUnconditional: boolean];

function stepsOf(script: string): Step[] | null {
  const steps: Step[] = [];
  for (const line of script.split(/;|\n/)) {
    const parts = line.split('&&');
    for (const [i, part] of parts.entries()) {
      const words = wordsOf(part);
      if (words === null) return null;
      if (words.length > 0) steps.push([words, i === parts.length - 1]);
    }
  }
  return steps;
}

const WORD = /"([^"\\]*)"|'([^']*)'|([^\s"'\\]+)/g;

/** Null where a word is made of several parts, or is more than its letters. */
function wordsOf(text: string): string[] | null {
  const words = [...text.matchAll(WORD)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
  const isWhole =
    text.replace(WORD, ' ').trim() === '' && !/["'][^\s"']|[^\s"']["']/.test(text.replace(/"[^"]*"|'[^']*'/g, '""'));
  const isPlain = !MORE_THAN_WORDS.test(text.replace(/'[^']*'/g, ''));
  return isWhole && isPlain ? words : null;
}

/** Does simple commands one after the other. */
class Script {
  readonly #lines: SaidLine[] = [];
  #atMs = 0;
  #exitCode = 0;

  run(steps: readonly Step[]): CommandPlan | null {
    let isSkipped = false;
    for (const [words, isUnconditional] of steps) {
      const outcome = isSkipped ? 'done' : this.#step(words);
      if (outcome === null) return null;
      if (outcome === 'ends') break;
      if (outcome === 'stays') return { durationMs: null, exitCode: 0, lines: this.#lines };
      isSkipped = !isUnconditional && (isSkipped || this.#exitCode !== 0);
    }
    return { durationMs: Math.max(LEAST_MS, this.#atMs), exitCode: this.#exitCode, lines: this.#lines };
  }

  #step([name = '', ...args]: readonly string[]): 'done' | 'ends' | 'stays' | null {
    switch (name) {
      case 'echo':
        this.#lines.push({ atMs: this.#atMs, text: args.join(' ') });
        this.#exitCode = 0;
        return 'done';
      case 'true':
      case ':':
        this.#exitCode = 0;
        return 'done';
      case 'false':
        this.#exitCode = 1;
        return 'done';
      case 'exit':
        if (args.length > 0 && !/^\d+$/.test(args[0] ?? '')) return null;
        this.#exitCode = args.length > 0 ? Number(args[0]) % 256 : this.#exitCode;
        return 'ends';
      case 'sleep':
        return this.#sleep(args);
      case 'exec':
        return args.length === 0 ? null : this.#last(args);
      default:
        return null;
    }
  }

  #last(words: readonly string[]): 'ends' | 'stays' | null {
    const outcome = this.#step(words);
    return outcome === 'done' ? 'ends' : outcome;
  }

  #sleep(args: readonly string[]): 'done' | 'stays' | null {
    if (args.includes('infinity') || args.includes('inf')) return 'stays';
    const seconds = args.map(text => {
      const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? [];
      return number === undefined ? Number.NaN : Number(number) * (UNITS[unit] ?? 1);
    });
    if (seconds.length === 0 || seconds.some(Number.isNaN)) return null;
    this.#atMs += seconds.reduce((sum, each) => sum + each, 0) * 1000;
    this.#exitCode = 0;
    return 'done';
  }
}
