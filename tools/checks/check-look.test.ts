import { expect, it } from 'vitest';
// @ts-expect-error -- a plain module without types
import { knownClasses, lookComplaints } from './check-look.mjs';

const inStyles = (text: string) => lookComplaints('apps/web/src/ui/a.css', text) as string[];
const inCode = (text: string) => lookComplaints('apps/web/src/ui/a.tsx', text) as string[];

it.each([
  ['a colour in digits', '.a { color: #fff; }'],
  ['a colour by a function', '.a { box-shadow: 0 1px 2px rgb(0 0 0 / 20%); }'],
  ['a colour by its name', '.a { background: white; }'],
  ['a colour of its own name', '.a { --mine: #123456; }'],
  ['a radius', '.a {\n  border-radius: 5px;\n}'],
  ['a radius of one corner', '.a { border-top-left-radius: 0.5rem; }'],
  ['a size of type', '.a { font-size: 12px; }'],
  ['a size of type in the shorthand', '.a { font: 400 12px/18px sans-serif; }'],
  ['a family of type', '.a { font-family: Arial; }'],
])('in styles it finds %s', (_what, text) => {
  expect(inStyles(text)).toHaveLength(1);
});

it('says which line', () => {
  expect(inStyles('.a {\n  color: var(--text);\n}\n.b {\n  color: #fff;\n}\n')).toEqual([
    'apps/web/src/ui/a.css:5 colour outside the tokens: color: #fff',
  ]);
});

it.each([
  '.a { color: var(--text); border-radius: var(--r2); font: var(--t-meta); }',
  '.a { border-radius: var(--r3) 0 0 0; } .b { border-radius: 50%; } .c { font: inherit; }',
  '.a { background: color-mix(in srgb, var(--bad) 55%, var(--page)); }',
  '/* #fff; */ .a { font-variant-numeric: tabular-nums; white-space: pre; }',
  '.tok-string { color: var(--ok) !important; }',
  '@media (max-width: 640px) { .a { width: 12px; } }',
])('leaves alone %s', text => {
  expect(inStyles(text)).toEqual([]);
});

it.each([
  "const a = '#1b5e8c';",
  'const a = `rgb(0 0 0)`;',
  "style={{ fontSize: '12px' }}",
  'style={{ borderRadius: 4 }}',
  '<select value={a}>',
  "createElement('select')",
  "new Intl.ListFormat(undefined, { type: 'unit' })",
  'new Intl.NumberFormat()',
  'count.toLocaleString()',
  'at.toLocaleTimeString(undefined, form)',
  'names.toSorted((a, b) => a.localeCompare(b))',
])('in code it finds %s', text => {
  expect(inCode(text)).toHaveLength(1);
});

it.each([
  '<Select value={a} />',
  '<selected-thing />',
  'new Intl.ListFormat(i18n.language)',
  'count.toLocaleString(i18n.language)',
  'this.#feed.add(1);',
  "const a = 'var(--accent)';",
  "href={'#main'}",
  "fontFamily: 'var(--font)'",
])('in code it leaves alone %s', text => {
  expect(inCode(text)).toEqual([]);
});

it('a table or a list of facts is one of ui, unless it is a drawing with styles of its own', () => {
  const found = (file: string, text: string) => lookComplaints(file, text) as string[];
  const feature = 'apps/web/src/features/a.tsx';
  expect(found(feature, '<table className="plain-table">')).toEqual([
    `${feature}:1 drawn without ui: Table or Facts: <table className="plain-table">`,
  ]);
  expect(found(feature, '<dl>')).toHaveLength(1);
  expect(found(feature, "<table className={styles['map']} {...roving}>")).toEqual([]);
  expect(found(feature, '<Table columns={columns}>')).toEqual([]);
  expect(found('apps/web/src/ui/data/table.tsx', '<table {...rest}>')).toEqual([]);
});

it('what is on its way is no line of text', () => {
  const found = (text: string) => lookComplaints('apps/web/src/features/a.tsx', text) as string[];
  expect(found(`if (x) return <p className="dim">{t('detail.loading')}</p>;`)).toHaveLength(1);
  expect(found(`<Skeleton lines={3} label={t('detail.loading')} />`)).toEqual([]);
});

it('what moves has a rule for who wants no motion', () => {
  const moving = '.a { animation: flash 1.2s steps(6); }';
  expect(inStyles(moving)).toHaveLength(1);
  expect(inStyles('.a { transition: opacity 0s 2s, width 0.2s; }')).toHaveLength(1);
  expect(inStyles(`${moving} @media (prefers-reduced-motion: reduce) { .a { animation: none; } }`)).toEqual([]);
  expect(inStyles('.a { animation: appear 1ms 350ms both; }')).toEqual([]);
  expect(inCode("element.scrollIntoView({ behavior: 'smooth' })")).toHaveLength(1);
});

it('a class that no style sheet knows draws nothing', () => {
  const classes = knownClasses([
    '.notice, .dim:hover { margin: 0; }',
    '.list-page > .toolbar { gap: 4px; }',
  ]) as Set<string>;
  const found = (text: string) => lookComplaints('apps/web/src/features/a.tsx', text, classes) as string[];
  expect(found('<p className="trouble-box dim">')).toEqual([
    'apps/web/src/features/a.tsx:1 no style sheet knows .trouble-box: className="trouble-box dim"',
  ]);
  expect(found('<p className="notice dim">')).toEqual([]);
  expect(found('<div className="toolbar">')).toEqual([]);
  expect(found("<p className={styles['own']}>")).toEqual([]);
});
