import { problemText, readPackFile } from '../packs/pack-file.ts';
import type { Output } from './schedule-command.ts';

/** `lanthorn pack check FILE…`; returns the exit code: 0 where all of them can be used. */
export function checkPacks(files: readonly string[], output: Output): number {
  let code = 0;
  for (const file of files) {
    const { kinds, problems } = readPackFile(file);
    for (const problem of problems) output.error(problemText(problem));
    if (problems.length > 0) code = 1;
    else output.out(`${file}: ${kinds.length} ${kinds.length === 1 ? 'kind' : 'kinds'}`);
  }
  return code;
}
