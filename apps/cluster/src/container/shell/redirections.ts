import { type Descriptors, redirected } from './descriptors.ts';
import { Expansion } from './expansion.ts';
import { ShellError } from './outcomes.ts';
import type { ShellHost } from './shell-host.ts';
import type { Command } from './syntax.ts';

/** Null where one of them cannot be had: that is said, and the command does not run. */
export async function redirectedBy(
  { redirections }: Pick<Command, 'redirections'>,
  { shell, from }: { readonly shell: ShellHost; readonly from: Descriptors },
): Promise<Descriptors | null> {
  let descriptors = from;
  for (const redirection of redirections) {
    try {
      const target = await Expansion.text(redirection.target, shell);
      const place = { files: shell.files, clock: shell.process.clock, cwd: shell.cwd };
      descriptors = redirected(descriptors, redirection, { target, place });
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      shell.complain(error.message);
      shell.status = error.status;
      return null;
    }
  }
  return descriptors;
}
