import { describe, expect, test } from 'vitest';
import type { KubeObject } from './kube-object.ts';
import { fitsNode, fitsNodeSelector, isTolerated, nodeTaints } from './node-fit.ts';

const node = (labels: Record<string, string>, name = 'n1'): KubeObject => ({ metadata: { name, labels } });
const SSD = node({ disk: 'ssd', size: '5' });

test('two effects keep pods away; a preference does not', () => {
  const taints = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'].map(effect => ({ key: 'a', effect }));
  expect(nodeTaints({ metadata: {}, spec: { taints: [...taints, null, 'x'] } }).map(({ effect }) => effect)).toEqual([
    ...['NoSchedule', 'NoExecute'],
  ]);
  for (const spec of [undefined, {}, { taints: 'x' }]) expect(nodeTaints({ metadata: {}, spec })).toEqual([]);
});

/** ToleratesTaint of k8s.io/api/core/v1. */
describe('a taint a=v:NoSchedule is tolerated', () => {
  test.each([
    ['by its key and value', { key: 'a', operator: 'Equal', value: 'v' }, true],
    ['where no operator is said', { key: 'a', value: 'v' }, true],
    ['where an empty one is said', { key: 'a', operator: '', value: 'v', effect: '' }, true],
    ['by its key alone', { key: 'a', operator: 'Exists' }, true],
    ['by everything', { operator: 'Exists' }, true],
    ['by every key', { key: '', operator: 'Exists', effect: 'NoSchedule' }, true],
    ['by its effect as well', { key: 'a', operator: 'Exists', effect: 'NoSchedule' }, true],
    ['not by another value', { key: 'a', value: 'w' }, false],
    ['not by no value', { key: 'a' }, false],
    ['not by another key', { key: 'b', operator: 'Exists' }, false],
    ['not by another effect', { key: 'a', operator: 'Exists', effect: 'NoExecute' }, false],
    ['not by a value without a key', { value: 'v' }, false],
    // Off in a cluster that did not turn TaintTolerationComparisonOperators on.
    ['not by an operator that is none', { key: 'a', operator: 'Lt', value: 'v' }, false],
    ['not by a word', 'a', false],
  ])('%s', (_title, toleration, isSo) => {
    expect(isTolerated({ key: 'a', value: 'v', effect: 'NoSchedule' }, [toleration])).toBe(isSo);
  });

  test('by any of several, by none of none; a taint without value by a toleration without one', () => {
    const taint = { key: 'a', effect: 'NoSchedule' };
    expect(isTolerated(taint, [])).toBe(false);
    expect(isTolerated(taint, [{ key: 'b', operator: 'Exists' }, { key: 'a' }])).toBe(true);
    expect(isTolerated(taint, [{ key: 'a', value: '' }])).toBe(true);
  });
});

/** Of `nodeaffinity` of k8s.io/component-helpers: labels as selectors match them. */
describe.each([
  ['In', ['ssd', 'hdd'], { disk: 'ssd' }, true],
  ['In', ['hdd'], { disk: 'ssd' }, false],
  ['In', ['ssd'], {}, false],
  ['NotIn', ['hdd'], { disk: 'ssd' }, true],
  ['NotIn', ['ssd'], { disk: 'ssd' }, false],
  ['NotIn', ['ssd'], {}, true],
  ['Exists', undefined, { disk: '' }, true],
  ['Exists', undefined, {}, false],
  ['DoesNotExist', undefined, {}, true],
  ['DoesNotExist', undefined, { disk: '' }, false],
  ['Gt', ['4'], { disk: '5' }, true],
  ['Gt', ['5'], { disk: '5' }, false],
  ['Gt', ['4'], {}, false],
  // Whole numbers, as strconv.ParseInt reads them: an empty label is no zero.
  ['Gt', ['-1'], { disk: '' }, false],
  ['Gt', ['4'], { disk: '0x5' }, false],
  ['Gt', ['4'], { disk: '4.5' }, false],
  ['Gt', ['9007199254740992'], { disk: '9007199254740993' }, true],
  ['Lt', ['6'], { disk: '5' }, true],
  ['Lt', ['5'], { disk: '5' }, false],
  ['Lt', ['1'], { disk: '' }, false],
  ['Lt', ['6', '7'], { disk: '5' }, false],
  ['Near', ['5'], { disk: '5' }, false],
] as const)('disk %s %j on %j', (operator, values, labels, isSo) => {
  test(String(isSo), () => {
    const matchExpressions = [{ key: 'disk', operator, values }];
    expect(fitsNodeSelector({ nodeSelectorTerms: [{ matchExpressions }] }, node(labels))).toBe(isSo);
  });
});

describe('terms', () => {
  const expression = (key: string, ...values: string[]) => ({ key, operator: 'In', values });
  const isSsd = { matchExpressions: [expression('disk', 'ssd')] };
  const isHdd = { matchExpressions: [expression('disk', 'hdd')] };

  test.each([
    ['one of them is enough', [isHdd, isSsd], true],
    ['within one all must hold', [{ matchExpressions: [expression('disk', 'ssd'), expression('size', '6')] }], false],
    ['by its name', [{ matchFields: [expression('metadata.name', 'n1')] }], true],
    ['by another name', [{ matchFields: [expression('metadata.name', 'n2')] }], false],
    ['labels and name', [{ ...isHdd, matchFields: [expression('metadata.name', 'n1')] }], false],
    ['a field that no node has', [{ matchFields: [expression('spec.x', 'n1')] }], false],
    // "A null or empty node selector term matches no objects."
    ['an empty term matches nothing', [{}], false],
    ['a term of empty lists matches nothing', [{ matchExpressions: [], matchFields: [] }], false],
    ['an empty term beside another', [{}, isSsd], true],
    ['no terms match nothing', [], false],
    ['what is no list matches nothing', 'x', false],
  ])('%s', (_title, nodeSelectorTerms, isSo) => {
    expect(fitsNodeSelector({ nodeSelectorTerms }, SSD)).toBe(isSo);
  });

  test('a label may be called as what every object inherits, and is there only where a node has it', () => {
    const has = (operator: string) => ({
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'constructor', operator }] }],
    });
    expect(fitsNodeSelector(has('Exists'), SSD)).toBe(false);
    expect(fitsNodeSelector(has('DoesNotExist'), SSD)).toBe(true);
    expect(fitsNodeSelector(has('Exists'), node({ constructor: 'x' }))).toBe(true);
    expect(fitsNode({ nodeSelector: { toString: 'x' } }, node({ toString: 'x' }))).toBe(true);
  });
});

test('a pod fits where both its node selector and its affinity hold', () => {
  const affinity = (value: string) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'size', operator: 'In', values: [value] }] }],
      },
      // What is preferred keeps nobody away.
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }],
    },
  });
  const fits = (spec: Record<string, unknown>) => fitsNode(spec, SSD);
  expect([fits({}), fits({ nodeSelector: {} }), fits({ affinity: {} })]).toEqual([true, true, true]);
  expect([fits({ nodeSelector: { disk: 'ssd' } }), fits({ nodeSelector: { disk: 'hdd' } })]).toEqual([true, false]);
  expect(fits({ nodeSelector: { disk: 'ssd', zone: 'a' } })).toBe(false);
  expect(fits({ nodeSelector: { disk: 'ssd' }, affinity: affinity('5') })).toBe(true);
  expect(fits({ nodeSelector: { disk: 'ssd' }, affinity: affinity('6') })).toBe(false);
  expect(fits({ nodeSelector: { disk: 'hdd' }, affinity: affinity('5') })).toBe(false);
  expect(fitsNode({ nodeSelector: { disk: 'ssd' } }, { metadata: {} })).toBe(false);
});
