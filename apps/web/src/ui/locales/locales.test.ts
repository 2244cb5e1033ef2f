import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import type { ActionRecord } from '@lanthorn/actions/machinery/action.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import i18next from 'i18next';
import { problemWords, setLanguage, startI18n } from '../words/i18n.ts';
import { firstSources } from './first-sources.ts';
import { loadLaterWords } from '../words/later.ts';
import { allEnglish as en } from './all-english.ts';
import first from './en.json' with { type: 'json' };
import later from './en-later.json' with { type: 'json' };
import zh from './zh-CN.json' with { type: 'json' };

const RECORDS: readonly ActionRecord[] = ACTION_RECORDS;

const SOURCE = join(import.meta.dirname, '../..');
const ROOT = join(SOURCE, '../../..');

function files(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return /\.tsx?$/.test(name) && !name.includes('.test.') ? [path] : [];
  });
}

const base = (key: string) => key.replace(/_(one|other)$/, '');
const english = new Set(Object.keys(en).map(base));

/** A message without the values that it needs. */
async function bareWords(language: 'en' | 'zh-CN', key: string): Promise<string> {
  await setLanguage(language);
  return i18next.t(key);
}

describe('catalogues', () => {
  test('no message shows the name of a value that it was not given; a refusal without its values is said in the words of the server', async () => {
    await startI18n('en');
    await loadLaterWords();
    for (const [language, catalogue] of [
      ['en', en],
      ['zh-CN', zh],
    ] as const)
      for (const [key, text] of Object.entries(catalogue)) {
        if (!text.includes('{{')) continue;
        expect(await bareWords(language, key), key).not.toMatch(/[{}]/);
        if (key.startsWith('error.'))
          expect(problemWords({ code: key.slice('error.'.length), params: {}, message: 'in English' })).toBe(
            'in English',
          );
      }
  });

  test('every string the code asks for by a fixed key is there', () => {
    const used = files(SOURCE).flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)].map(match => match[1] ?? ''),
    );
    expect(used.length).toBeGreaterThan(100);
    expect([...new Set(used)].filter(key => !english.has(key))).toEqual([]);
  });

  test('what the first screens say is in the catalogue that they load', () => {
    const sources = [...firstSources(ROOT)].map(file => readFileSync(file, 'utf8'));
    expect(sources.length).toBeGreaterThan(100);
    const fixed = new Set(
      sources.flatMap(text => [...text.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, key = '']) => key)),
    );
    // What is made of a beginning and a value. Of errors the server's own English is there from the start.
    const beginnings = [
      ...new Set(sources.flatMap(text => [...text.matchAll(/`([\w.-]+\.)\$\{/g)].map(([, key = '']) => key))),
    ]
      // Amounts of a quota are called `limits.cpu`, and are no words.
      .filter(beginning => beginning !== 'error.' && beginning !== 'limits.');
    expect(beginnings).toContain('column.');
    // The dialog says what an action does, and it is none of them; the records that name it are.
    const said = (key: string) =>
      (fixed.has(base(key)) && !key.startsWith('effect.')) || beginnings.some(beginning => key.startsWith(beginning));
    expect(Object.keys(later).filter(said)).toEqual([]);
    expect(Object.keys(later).filter(key => key in first)).toEqual([]);
  });

  test.each(['en', 'en-later', 'zh-CN'])('no key stands twice in %s: the first one would be read by nobody', name => {
    const text = readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8');
    const keys = [...text.matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key);
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test('columns, kinds and actions, which come from data, have their words', () => {
    const keys = [
      ...KIND_VIEWS.flatMap(view => [
        `kind.${view.resource.resource}`,
        ...view.columns.map(column => `column.${column.id}`),
      ]),
      ...RECORDS.map(({ kind }) => `action.${kind}`),
      // What opens at once has no dialog.
      ...RECORDS.flatMap(({ kind, opens }) => (opens === undefined ? [`dialog.alreadyDone.${kind}`] : [])),
      ...RECORDS.flatMap(({ form }) => (form === null ? [] : [`form.${form}`])),
    ];
    expect(keys.filter(key => !english.has(key))).toEqual([]);
  });

  test('Chinese is complete, and names the same values', () => {
    const values = (text: string) =>
      [...text.matchAll(/\{\{(\w+)/g)].map(match => match[1] ?? '').toSorted((a, b) => (a < b ? -1 : 1));
    const chinese = new Map(Object.entries(zh).map(([key, text]) => [base(key), text]));
    for (const [key, text] of Object.entries(en)) {
      // Chinese has one form for any number.
      if (key.endsWith('_one')) continue;
      expect(chinese.has(base(key)), key).toBe(true);
      expect(values(chinese.get(base(key)) ?? ''), key).toEqual(values(text));
    }
    expect([...chinese.keys()].filter(key => !english.has(key))).toEqual([]);
  });

  test('a count is written as its language writes numbers', () => {
    const plain = [en, zh]
      .flatMap(catalogue => Object.entries(catalogue))
      .filter(([, text]) => text.includes('{{count}}'));
    expect(plain).toEqual([]);
  });
});
