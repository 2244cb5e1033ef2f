import type { Program } from '../process.ts';
import { allLines, linesOf, options, say } from './lines.ts';
import { compile, matchesIn } from './patterns.ts';

export const grep: Program = async process => {
  const { flags, values, rest } = options(process.args, 'emABC');
  const [pattern = '', ...paths] = values.has('e') ? [values.get('e') ?? '', ...rest] : rest;
  const most = Number(values.get('m') ?? Infinity);
  const expression = compile(flags.has('x') ? `^${pattern}$` : flags.has('w') ? `\\b${pattern}\\b` : pattern, {
    isExtended: flags.has('E'),
    isPlain: flags.has('F'),
    ignoresCase: flags.has('i'),
  });
  const isNamed = (paths.length > 1 || flags.has('H')) && !flags.has('h');
  let total = 0;
  for (const path of paths.length === 0 ? ['-'] : paths) {
    let [found, number] = [0, 0];
    const before = isNamed ? `${path}:` : '';
    for await (const lines of path === '-' ? allLines(process, []) : linesOf(process, path)) {
      const shown: string[] = [];
      for (const [i, matches] of matchesIn(expression, lines).entries()) {
        number++;
        if (matches.length > 0 === flags.has('v') || found >= most) continue;
        found++;
        const prefix = `${before}${flags.has('n') ? `${number}:` : ''}`;
        if (flags.has('o')) shown.push(...matches.map(({ groups }) => `${prefix}${groups[0] ?? ''}`));
        else shown.push(`${prefix}${lines[i] ?? ''}`);
      }
      const isSilent = ['c', 'q', 'l'].some(flag => flags.has(flag));
      if (!isSilent && shown.length > 0) say(process, `${shown.join('\n')}\n`);
      await process.drained();
      if (found >= most || (found > 0 && (flags.has('q') || flags.has('l')))) break;
    }
    if (flags.has('l') && found > 0) say(process, `${path}\n`);
    else if (flags.has('c')) say(process, `${before}${found}\n`);
    total += found;
  }
  return total > 0 ? 0 : 1;
};
