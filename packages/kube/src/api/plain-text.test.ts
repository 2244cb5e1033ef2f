import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test.each([
  ['text as it is', 'upstream connect error', 'upstream connect error'],
  ['nothing', '', ''],
  ['lines on one', ' a\n\tb \r\n c ', 'a b c'],
  ['a smaller sign is no tag', 'a < b and b<2', 'a < b and b<2'],
  ['a page without its tags', '<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>', '502 Bad Gateway nginx'],
  ['without comments', '<p>a<!-- <b>secret</b> -->b</p>', 'a b'],
  ['without a comment that does not end', '<p>a</p><!-- b', 'a'],
  ['without scripts and styles', '<STYLE a="b">h1 {}</STYLE ><script>x < 1; "</b>"</script><p>a</p>', 'a'],
  ['without a script that does not end', '<p>a</p><script>alert(1)', 'a'],
  ['without a tag that does not end', '<p>a</p><img src=x', 'a'],
  [
    'entities are read',
    '<p>a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;&nbsp;&#39;f&#39;</p>',
    "a & b <c> \"d\" 'e' 'f'",
  ],
  ['in capitals as well', '<p>&AMP;</p>', '&'],
  ['others stay', '<p>&hellip; &amp &#x41; a&b;</p>', '&hellip; &amp &#x41; a&b;'],
  ['no entity is read twice', '<p>&amp;lt;b&amp;gt;</p>', '&lt;b&gt;'],
  ['no character stands for itself', '<p>&#0;&#55296;&#999999;</p>', '\ufffd\ufffd\ufffd'],
  ['entities of what is no page stay', 'a &amp; b', 'a &amp; b'],
])('%s', (_title, body, text) => expect(plainText(body, 100)).toBe(text));

test('no more than asked for, and that it was cut', () => {
  expect(plainText('abcdef', 6)).toBe('abcdef');
  expect(plainText('abcdefg', 6)).toBe('abcdef…');
});

test('a page without end is not read to its end', () => {
  expect(plainText(`<p>a</p>${' '.repeat(20_000)}<p>b</p>`, 100)).toBe('a');
  const started = performance.now();
  for (const part of ['<', '<!--', '<script>', '&amp', '<p', '&#1'])
    expect(plainText(`<p>${part.repeat(1_000_000)}`, 100).length).toBeLessThanOrEqual(101);
  expect(performance.now() - started).toBeLessThan(5_000);
});
