import { expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { jsonPointer } from './json-pointer.ts';

// What carries patches out reads the pointer, whatever is in a name.
test.each(['plain', 'lanthorn.dev/paused-until', 'a/b/c', 'm~n', '~1', '/~0', ''])(
  'a patch finds the annotation %j by its pointer',
  key => {
    const annotations = { [key]: 'old', other: 'x' };
    const path = jsonPointer('metadata', 'annotations', key);
    expect(applyJsonPatch({ metadata: { annotations } }, [{ op: 'replace', path, value: 'new' }])).toEqual({
      ok: true,
      value: { metadata: { annotations: { [key]: 'new', other: 'x' } } },
    });
  },
);
