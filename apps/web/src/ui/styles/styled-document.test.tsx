import { afterEach, expect, test } from 'vitest';
import { styledDocument, withStyledDocument } from './styled-document.ts';

const meta = document.createElement('meta');
meta.name = 'style-nonce';
meta.content = 'of-this-page';
document.head.append(meta);
afterEach(() => expect(Object.hasOwn(document, 'createElement')).toBe(false));

test('style elements carry the nonce of the page, and nothing else does', () => {
  const page = styledDocument();
  expect(page.createElement('style').nonce).toBe('of-this-page');
  expect(page.createElement('div').nonce).not.toBe('of-this-page');
  expect(document.createElement('style').nonce).not.toBe('of-this-page');
});

test('a style attribute is set as the policy lets scripts set it', () => {
  const element = styledDocument().createElement('span');
  element.setAttribute('style', 'width: 3px');
  expect(element.style.width).toBe('3px');
});

test('what is made past the document that was given is like it, for as long as that takes', () => {
  let made: HTMLElement | null = null;
  withStyledDocument(() => {
    made = document.createElement('style');
  });
  expect((made as HTMLElement | null)?.nonce).toBe('of-this-page');
  expect(() =>
    withStyledDocument(() => {
      throw new Error('no room');
    }),
  ).toThrow('no room');
  expect(document.createElement('style').nonce).not.toBe('of-this-page');
});
