import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { answers } from './cells/relation-question.ts';
import { viewOf } from './custom-kind.ts';
import { CONFIG_MAP_VIEW } from './kinds/core/configmaps.ts';
import { SERVICE_VIEW } from './kinds/core/services.ts';
import { objectReferences } from './object-references.ts';
import { backQuestions } from './related-questions.ts';

const GADGETS = { group: 'toys.example.com', version: 'v1', resource: 'gadgets' };
const gadgets = must(
  viewOf({ ...GADGETS, custom: { kind: 'Gadget', namespaced: true, columns: [], isGuessed: true } }),
  'a view',
);
const gadget = (spec: object, namespace = 'shop') => ({ metadata: { name: 'g', namespace }, spec });
const named = (name: string) => ({ metadata: { name, namespace: 'shop' } });

test('gadgets of the same namespace are asked which of them name a ConfigMap, in whichever field', () => {
  const [list, ...more] = backQuestions(CONFIG_MAP_VIEW, named('settings'), [gadgets]);
  const { group, namespaces, question } = must(list, 'gadgets are asked');
  expect([group, namespaces, more]).toEqual(['usedBy', ['shop'], []]);
  const isNamedBy = (object: object) => answers(question, { labels: {}, relations: objectReferences(gadgets, object) });
  expect(isNamedBy(gadget({ deep: [{ configMapRef: { name: 'settings' } }] }))).toBe(true);
  expect(isNamedBy(gadget({ configMapName: 'settings' }))).toBe(true);
  expect(isNamedBy(gadget({ sourceRef: { kind: 'ConfigMap', name: 'settings' } }))).toBe(true);
  expect(isNamedBy(gadget({ configMapName: 'others' }))).toBe(false);
  expect(isNamedBy(gadget({ configMapName: 'settings' }, 'web'))).toBe(false);
  expect(isNamedBy(gadget({ secretName: 'settings' }))).toBe(false);
});

test('what a field means decides where they stand', () => {
  const lists = backQuestions(SERVICE_VIEW, named('cart'), [gadgets]);
  expect(lists.map(({ group }) => group).sort()).toEqual(['reachedBy', 'usedBy']);
});
