import { FileSystemError } from '../system/file-system.ts';
import type { Program } from '../system/process.ts';
import { options, say } from './lines.ts';

const MS = 1_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number, filler = '0') => String(value).padStart(2, filler);

/** `date -u -d @SECONDS +FORMAT`; it is always UTC. */
export const date: Program = process => {
  const { values, rest } = options(process.args, 'd');
  const given = values.get('d');
  const at =
    given === undefined
      ? process.clock.now()
      : given.startsWith('@')
        ? Number(given.slice(1)) * MS
        : Date.parse(`${given}Z`);
  if (Number.isNaN(at)) throw new FileSystemError(`invalid date '${given ?? ''}'`);
  const format = rest.find(word => word.startsWith('+'))?.slice(1) ?? '%a %b %e %T %Z %Y';
  const parts = partsOf(new Date(at));
  say(process, `${format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole)}\n`);
  return Promise.resolve(0);
};

function partsOf(at: Date): Readonly<Record<string, string>> {
  const text = at.toISOString();
  return {
    ...{
      Y: text.slice(0, 4),
      m: text.slice(5, 7),
      d: text.slice(8, 10),
      e: two(at.getUTCDate(), ' '),
      y: text.slice(2, 4),
    },
    ...{ H: text.slice(11, 13), M: text.slice(14, 16), S: text.slice(17, 19), N: `${text.slice(20, 23)}000000` },
    ...{ F: text.slice(0, 10), T: text.slice(11, 19), Z: 'UTC', z: '+0000', s: String(Math.floor(at.getTime() / MS)) },
    ...{ a: DAYS[at.getUTCDay()] ?? '', b: MONTHS[at.getUTCMonth()] ?? '', n: '\n', t: '\t', '%': '%' },
  };
}
