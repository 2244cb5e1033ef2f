import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { PROTOCOL_VERSION } from './constants.ts';
import { upMessage } from './up-messages.ts';

/** Changes with the schemas. When it does: raise PROTOCOL_VERSION, add a line to its history, and put the new pair here. */
const KNOWN = { version: 2, hash: 'facdc2336d49e449' };

test('[PR1] the schemas are those of this protocol version', () => {
  const hash = createHash('sha256')
    .update(JSON.stringify(z.toJSONSchema(upMessage)))
    .digest('hex')
    .slice(0, 16);
  expect({ version: PROTOCOL_VERSION, hash }).toEqual(KNOWN);
});
