import { expect, test } from 'vitest';
import { isCommand } from './is-command.ts';

test.each([
  ['a letter alone', 'j', {}, false],
  ['a letter with Ctrl', 'j', { ctrlKey: true }, true],
  ['a sign with Ctrl', '[', { ctrlKey: true }, true],
  ['a sign with the command key', '[', { metaKey: true }, true],
  ['a letter with Alt', 'd', { altKey: true }, true],
  ['an arrow with Alt', 'ArrowLeft', { altKey: true }, true],
  [
    'a sign that AltGr writes, told as Ctrl and Alt',
    '[',
    { ctrlKey: true, altKey: true, modifierAltGraph: true },
    false,
  ],
  ["a sign that a Mac's Option writes", '[', { altKey: true }, false],
  ['the same with the command key', '[', { altKey: true, metaKey: true }, true],
])('%s', (_what, key, modifiers, wanted) => {
  expect(isCommand(new KeyboardEvent('keydown', { key, ...modifiers }))).toBe(wanted);
});
