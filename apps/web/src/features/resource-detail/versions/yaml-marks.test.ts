import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { yamlParts } from './yaml-marks.ts';

const marked = (text: string) =>
  yamlParts(text).flatMap(part => (part.mark === null ? [] : [`${part.mark} ${part.text}`]));

test('keys, texts in quotes, numbers and what is true have their colours; plain texts have none', () => {
  const text = yamlText({ spec: { replicas: 3, on: '3', isOpen: true, image: 'web:1.0', args: ['--port=80', 5] } });
  expect(marked(text)).toEqual([
    ...['propertyName spec', 'propertyName replicas', 'number 3', 'propertyName "on"', 'string "3"'],
    ...['propertyName isOpen', 'number true', 'propertyName image', 'propertyName args', 'number 5'],
  ]);
});

test('in a list a key is one; an address is no key', () => {
  const text = yamlText({ env: [{ name: 'URL', value: 'https://a.example:80/x' }], hosts: ['a.example:80'] });
  expect(marked(text)).toEqual(['env', 'name', 'value', 'hosts'].map(key => `propertyName ${key}`));
});

test('what stands in a block of text is text, also in a list, until the block ends', () => {
  const script = 'set: this\n- not: one\n\n  deeper: 1\n';
  const text = yamlText({ data: { run: script, next: 1 }, list: [{ a: script, b: 2 }, script], end: 3 });
  expect(marked(text).filter(mark => mark.startsWith('p'))).toEqual(
    ['data', 'run', 'next', 'list', 'a', 'b', 'end'].map(key => `propertyName ${key}`),
  );
});

test('nothing of a text is lost or moved, and no two parts without a colour stand side by side', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json().map(text => yamlText(JSON.parse(text))),
        fc.string(),
      ),
      text => {
        const parts = yamlParts(text);
        expect(parts.map(part => part.text).join('')).toBe(text);
        expect(parts.some((part, i) => part.mark === null && parts[i + 1]?.mark === null)).toBe(false);
      },
    ),
  );
});
