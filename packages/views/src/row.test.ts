import { expect, test } from 'vitest';
import { SharedStrings } from '@lanthorn/base/collections/shared-strings.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { projectRow } from './row.ts';

const owner = (name: string, controller?: boolean) => ({
  apiVersion: 'v1',
  kind: 'Owner',
  name,
  uid: `uid-${name}`,
  ...(controller === undefined ? {} : { controller }),
});
const rowOf = (ownerReferences: readonly object[]) =>
  projectRow(
    POD_VIEW,
    { metadata: { name: 'x', namespace: 'n', uid: 'u', ownerReferences } },
    { now: 0, strings: new SharedStrings() },
  );

test('the owner of a row is the one that controls it, and no other', () => {
  expect(rowOf([owner('a'), owner('b', true)])).toMatchObject({ ownerUid: 'uid-b', owner: { name: 'b' } });
  expect(rowOf([owner('a'), owner('b', false)])).toMatchObject({ ownerUid: '', owner: null });
});
