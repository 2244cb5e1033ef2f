import { expect, test } from 'vitest';
import { bytesOfBase64 } from './base64.ts';
import { textOfUtf8 } from './utf8.ts';

test('bytes are the text they stand for', () => {
  expect(textOfUtf8(bytesOfBase64('JcOkIPCfmIA='))).toBe('%ä 😀');
});
