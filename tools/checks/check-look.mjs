#!/usr/bin/env node
// Colours, radii and sizes of type stand in one file, the tokens; everywhere else they are asked for by name. The browser's own list of choices
// cannot be made to look so: `Select` and `Combobox` can. Tables and facts are those of `ui`, so that all of them look alike and fit a phone;
// what is on its way keeps its room by a `Skeleton`, and is no line of text that makes way for something else.
// A class that no style sheet knows draws nothing: what was meant to be a warning would be bare text.
// Numbers, lists and times are written in the language of the page: what is asked for without one comes in that of the browser.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = /^apps\/web\/.*\.(?:css|tsx?)$/;
const GLOBAL_SHEET = /^apps\/web\/(?!dist\/).*(?<!\.module)\.css$/;
/** The tokens themselves, and tests, which may name any colour. */
const EXEMPT = /\/ui\/styles\/tokens\.css$|\.test\.tsx?$/;
const MOTION = /^(?:animation|transition)(?:-duration)?$/;
/** What takes no longer is seen as a change, not as a motion. */
const STILL_MS = 50;
/** What draws itself: everything else asks it for its tables, facts and notices. */
const OF_UI = /^apps\/web\/src\/ui\//;
const FUNCTION = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/;
const NAMED = /\b(?:white|black|red|green|blue|gr[ae]y|yellow|orange|purple|pink|brown|silver)\b/;
/** `0`, a share of the box, or a name. */
const RADIUS = /^(?:(?:0|\d+%|inherit|var\(--r[\w-]*\)) ?)+$/;
const FONT = /^(?:inherit|var\(--t-[\w-]+\))$/;

const RULES = {
  colour: {
    of: () => true,
    isFine: value => !(/#[0-9a-f]{3,8}\b/i.test(value) || FUNCTION.test(value) || NAMED.test(value)),
  },
  radius: { of: name => /^border-(?:[a-z-]+-)?radius$/.test(name), isFine: value => RADIUS.test(value) },
  font: { of: name => name === 'font', isFine: value => FONT.test(value) },
  'size of type': { of: name => name === 'font-size', isFine: value => value === 'inherit' },
  'family of type': {
    of: name => name === 'font-family',
    isFine: value => /^(?:inherit|var\(--(?:font|mono)\))$/.test(value),
  },
};

/** What is wrong in the text of one file, a line for each. `classes` are those that style sheets for all know, where it is to be seen whether they do. */
export function lookComplaints(file, text, classes = null) {
  const found = file.endsWith('.css')
    ? inStyles(text)
    : [
        ...inCode(text),
        ...(OF_UI.test(file) ? [] : ofItsOwn(text)),
        ...(classes === null ? [] : unknown(text, classes)),
      ];
  return found.map(({ index, what, words }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${file}:${line} ${what}: ${words.replaceAll(/\s+/g, ' ').slice(0, 80)}`;
  });
}

function inStyles(text) {
  const bare = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, comment => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/@font-face\s*\{[^}]*\}/g, face => face.replaceAll(/[^\n]/g, ' '));
  const declarations = [...bare.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)];
  const outside = declarations.flatMap(({ 0: words, 1: name, 2: value, index }) =>
    Object.entries(RULES)
      .filter(([, { of, isFine }]) => of(name) && !isFine(value.replace('!important', '').trim()))
      .map(([what]) => ({ index, what: `${what} outside the tokens`, words })),
  );
  const moving = declarations
    .filter(({ 1: name, 2: value }) => MOTION.test(name) && longestMs(value) > STILL_MS)
    .map(({ 0: words, index }) => ({
      index,
      what: 'moves, and no rule for who wants no motion (prefers-reduced-motion)',
      words,
    }));
  return bare.includes('prefers-reduced-motion') ? outside : [...outside, ...moving];
}

/** Of what moves the duration comes before the delay. */
function longestMs(value) {
  const durations = value.split(',').map(part => /(\d*\.?\d+)(m?s)\b/.exec(part));
  return Math.max(
    0,
    ...durations.map(found => (found === null ? 0 : Number(found[1]) * (found[2] === 's' ? 1_000 : 1))),
  );
}

function inCode(text) {
  const asks = [
    ['colour', /['"`](?:#[0-9a-f]{3,4}|#[0-9a-f]{6}|#[0-9a-f]{8}|(?:rgba?|hsla?|oklch|oklab)\([^'"`]*)['"`]/gi],
    ['size of type', /\bfontSize\b\s*[:=](?!\s*\{?['"`]?inherit)/g],
    ['family of type', /\bfontFamily\b\s*[:=](?!\s*\{?['"`]?var\(--)/g],
    ['radius', /\bborderRadius\b\s*[:=](?!\s*\{?['"`]?var\(--)/g],
  ].map(([what, pattern]) => [`${what} outside the tokens`, pattern]);
  asks.push(['moves, also for who wants no motion', /\bbehavior:\s*['"`]smooth['"`]|\.animate\(/g]);
  asks.push([
    "the browser's language, not the page's",
    /\bIntl\.\w+\(\s*(?:undefined\b|\))|\.toLocale\w*String\(\s*(?:undefined\b|\))|\.localeCompare\([^(),]*\)/g,
  ]);
  asks.push(["the browser's own list of choices", /<select\b(?!-)|createElement\(\s*['"`]select\b/g]);
  return asks.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: words, index }) => ({ index, what, words })),
  );
}

/** A table or list of facts that is a drawing of its own has its own styles; any other is one of `ui`, as is the room of what is on its way. */
function ofItsOwn(text) {
  const asks = [
    ['drawn without ui: Table or Facts', /<(?:table|dl)\b(?![^>]*\bstyles\[)[^>]*>?/g],
    ['a line where a Skeleton belongs', /<p\b[^>]*>\s*\{t\('detail\.loading'\)\}/g],
  ];
  return asks.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: words, index }) => ({ index, what, words })),
  );
}

/** Classes that stand as they are: those of a module cannot be misspelt, and those that are put together are not read. */
function unknown(text, classes) {
  return [...text.matchAll(/\bclassName="([^"]*)"/g)].flatMap(({ 0: words, 1: names, index }) =>
    names
      .split(/\s+/)
      .filter(name => name !== '' && !classes.has(name))
      .map(name => ({ index, what: `no style sheet knows .${name}`, words })),
  );
}

/** Classes of style sheets that are of no one component. */
export function knownClasses(sheets) {
  return new Set(sheets.flatMap(text => [...text.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, name]) => name)));
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '../..');
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const files = listed
    .split('\n')
    .filter(
      file => SOURCE.test(file) && !EXEMPT.test(file) && !file.includes('/dist/') && existsSync(join(root, file)),
    );
  const read = file => readFileSync(join(root, file), 'utf8');
  const classes = knownClasses(
    listed
      .split('\n')
      .filter(file => GLOBAL_SHEET.test(file) && existsSync(join(root, file)))
      .map(read),
  );
  const complaints = files.flatMap(file => lookComplaints(file, read(file), classes));
  for (const complaint of complaints) console.error(complaint);
  console.log(`${files.length} files, ${complaints.length} complaints`);
  process.exit(files.length === 0 || complaints.length > 0 ? 1 : 0);
}
