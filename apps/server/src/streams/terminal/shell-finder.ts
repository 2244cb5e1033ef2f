import type { Clock } from '@lanthorn/base/clock.ts';
import type { ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { clusterSays } from '../../upstream/api-calls.ts';
import { type CommandRequest, RemoteCommand } from './remote-command.ts';

/** The better ones first: whoever has bash has sh as well. */
const SEARCH = 'command -v bash || command -v ash || command -v sh';
const SHELL_PATH = /^\/[\w./+-]*\/(?:bash|ash|sh)$/;
const PLAIN_SHELL = 'sh';
/** A node that has not answered by then is asked for the plain shell itself: that it does not answer is said there. */
const SEARCH_MS = 10_000;
/** What is read of the answer: a path. */
const MAX_ANSWER_BYTES = 4_096;
/** Images whose shells are remembered: more than anybody opens terminals in. */
const MAX_IMAGES = 500;
/**
 * How runtimes say that there is no such program, and with which exit codes. They say `no such file or directory` of much else, as of the
 * cgroup of a container that is just ending: it counts where it is said of the program.
 */
export const NO_PROGRAM =
  /executable (?:file )?(?:([`'"])[^`'"]+\1 )?not found|executable "[^"]+" in PATH [^:]*: no such file|\b(?:stat|exec) \/\S*: no such file|exec: \\*"[^"\\]+\\*": no such file/i;
export const NO_PROGRAM_CODES = new Set([126, 127]);

export type FoundShell = { readonly command: string } | { readonly problem: Problem };

/** Which shell there is in which image: asked once, and remembered. */
export class ShellFinder {
  readonly #clock: Clock;
  readonly #found = new Map<string, FoundShell>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `image` names the image on its cluster and for that person; null where it is not known, and nothing is remembered. */
  async find(
    channels: ChannelSource,
    { image, ...place }: Pick<CommandRequest, 'namespace' | 'pod' | 'container'> & { readonly image: string | null },
  ): Promise<FoundShell> {
    const known = image === null ? undefined : this.#found.get(image);
    if (known !== undefined) return known;
    const found = await this.#search(channels, place);
    if (image !== null && found.isCertain) {
      if (this.#found.size >= MAX_IMAGES) this.#found.delete(this.#found.keys().next().value ?? '');
      this.#found.set(image, found.shell);
    }
    return found.shell;
  }

  async #search(
    channels: ChannelSource,
    place: Pick<CommandRequest, 'namespace' | 'pod' | 'container'>,
  ): Promise<{ readonly shell: FoundShell; readonly isCertain: boolean }> {
    const abort = new AbortController();
    const cancel = this.#clock.schedule(SEARCH_MS, () => abort.abort());
    const unknown = { shell: { command: PLAIN_SHELL }, isCertain: false };
    let remote: RemoteCommand | null = null;
    try {
      const command = [PLAIN_SHELL, '-c', SEARCH];
      const asked = { ...place, command, hasInput: false, isTerminal: false };
      const opened = await RemoteCommand.open(channels, asked, abort.signal);
      if ('refusal' in opened) return { shell: { problem: clusterSays(opened.refusal) }, isCertain: false };
      remote = opened;
      abort.signal.addEventListener('abort', () => opened.close());
      const answer = await readStart(opened);
      const { exit } = opened;
      if (exit?.kind === 'failed') {
        const detail = exit.status.message ?? '';
        if (!NO_PROGRAM.test(detail)) return { shell: { problem: clusterSays(exit.status) }, isCertain: false };
        return { shell: { problem: problem('noShell', { container: place.container, detail }) }, isCertain: true };
      }
      if (exit?.kind === 'exited' && NO_PROGRAM_CODES.has(exit.code)) {
        const detail = answer.trim() || `exit code ${exit.code}`;
        // A runtime that could not begin anything ends with them, too.
        const isCertain = NO_PROGRAM.test(detail);
        return { shell: { problem: problem('noShell', { container: place.container, detail }) }, isCertain };
      }
      const path = answer.trim();
      return SHELL_PATH.test(path) ? { shell: { command: path }, isCertain: true } : unknown;
    } catch (error) {
      if (abort.signal.aborted) return unknown;
      throw error;
    } finally {
      cancel();
      remote?.close();
    }
  }
}

async function readStart(remote: RemoteCommand): Promise<string> {
  let text = '';
  for await (const bytes of remote.output()) {
    text += Buffer.from(bytes).toString('utf8');
    if (text.length > MAX_ANSWER_BYTES) return text;
  }
  return text;
}
