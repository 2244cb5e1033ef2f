import { Expansion } from './expansion.ts';
import { Leaving } from './outcomes.ts';
import { Pattern } from './pattern.ts';
import type { Running, ShellHost } from './shell-host.ts';
import type { Command, List } from './syntax.ts';

/** What commands that are made of commands ask of their shell. */
export interface CompoundHost extends ShellHost {
  loopDepth: number;
  list(items: List, running: Running): Promise<void>;
  /** In a shell of its own: the exit code. */
  subshell(body: List, running: Running): Promise<number>;
  /** A failure of what is asked about ends nothing. */
  asking(isAsked: boolean, work: () => Promise<void>): Promise<void>;
}

type Compound = Exclude<Command, { kind: 'simple' | 'function' }>;

/** Groups, branches and loops. */
export async function compound(shell: CompoundHost, command: Compound, running: Running): Promise<void> {
  switch (command.kind) {
    case 'group':
      return shell.list(command.body, running);
    case 'subshell':
      shell.status = await shell.subshell(command.body, running);
      return;
    case 'if':
      for (const { condition, body } of command.branches)
        if (await holds(shell, condition, running)) return shell.list(body, running);
      shell.status = 0;
      return shell.list(command.otherwise, running);
    case 'loop': {
      const next = async () => (await holds(shell, command.condition, running)) !== command.isUntil;
      return loop(shell, next, () => shell.list(command.body, running));
    }
    case 'for': {
      const words = command.words === null ? [...shell.parameters] : await Expansion.words(command.words, shell);
      let at = 0;
      const next = () => {
        const word = words[at++];
        if (word !== undefined) shell.set(command.name, word);
        return Promise.resolve(word !== undefined);
      };
      return loop(shell, next, () => shell.list(command.body, running));
    }
    case 'case': {
      const text = await Expansion.text(command.word, shell);
      shell.status = 0;
      for (const { patterns, body } of command.clauses)
        for (const pattern of patterns)
          if (await new Pattern(await Expansion.segments(pattern, shell)).isAll(text, shell))
            return shell.list(body, running);
    }
  }
}

async function holds(shell: CompoundHost, condition: List, running: Running): Promise<boolean> {
  await shell.asking(true, () => shell.list(condition, running));
  return shell.status === 0;
}

async function loop(shell: CompoundHost, next: () => Promise<boolean>, body: () => Promise<void>): Promise<void> {
  let status = 0;
  while (await once(shell, next)) {
    // Others have their turn, and whoever wants it to stop; and who reads what is written, if that is slow.
    const drained = shell.descriptors.get(1)?.drained ?? (() => shell.process.clock.nextTurn());
    await drained();
    if (!(await once(shell, () => body().then(() => true)))) break;
    status = shell.status;
  }
  shell.status = status;
}

/** False where the loop is left. */
async function once(shell: CompoundHost, work: () => Promise<boolean>): Promise<boolean> {
  shell.loopDepth++;
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Leaving) || (error.kind !== 'break' && error.kind !== 'continue')) throw error;
    if (error.value > 1) throw new Leaving(error.kind, error.value - 1);
    return error.kind === 'continue';
  } finally {
    shell.loopDepth--;
  }
}
