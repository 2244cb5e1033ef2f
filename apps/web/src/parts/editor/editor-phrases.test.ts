import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { allEnglish } from '../../ui/locales/all-english.ts';
import { editorPhrases } from './editor-phrases.ts';

const require = createRequire(import.meta.url);
const said = ['@codemirror/search', '@codemirror/language']
  .map(name => readFileSync(require.resolve(name), 'utf8'))
  .flatMap(source => [...source.matchAll(/"([\w $]+)"/g)].map(([, text = '']) => text));

test('each phrase is one that the editor says, and has its words', () => {
  const phrases = editorPhrases(((key: string) => key) as never);
  expect(Object.keys(phrases).filter(phrase => !said.includes(phrase))).toEqual([]);
  expect(Object.values(phrases).filter(key => !(key in allEnglish))).toEqual([]);
});

test('what is left out of a phrase, the editor fills in', () => {
  for (const [phrase, key] of Object.entries(editorPhrases(((name: string) => name) as never))) {
    const words: unknown = Reflect.get(allEnglish, key);
    expect(String(words).includes('$'), phrase).toBe(phrase.includes('$'));
  }
});
