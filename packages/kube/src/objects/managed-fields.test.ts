import { describe, expect, test } from 'vitest';
import { fieldOwners, ownersWithin, sameItem } from './managed-fields.ts';
import { yamlLines } from '../edit/yaml-lines.ts';

/** As kube-apiserver 1.37.2 answers after `kubectl create`, a patch by `console` and a status written by the controller. */
const OBJECT = {
  metadata: {
    managedFields: [
      {
        manager: 'kubectl-create',
        operation: 'Update',
        time: '2026-11-23T10:00:00Z',
        fieldsV1: {
          'f:spec': {
            'f:schedule': {},
            'f:template': {
              'f:containers': {
                'k:{"name":"c"}': { '.': {}, 'f:image': {}, 'f:args': {}, 'f:name': {} },
                'k:{"name":"d"}': { '.': {}, 'f:image': {}, 'f:name': {} },
              },
            },
          },
        },
      },
      {
        manager: 'console',
        operation: 'Apply',
        time: '2026-11-23T11:00:00Z',
        fieldsV1: {
          'f:metadata': { 'f:finalizers': { '.': {}, 'v:"a/b"': {} } },
          'f:spec': { 'f:template': { 'f:containers': { 'k:{"name":"d"}': { 'f:image': {} } } } },
        },
      },
      {
        manager: 'controller',
        operation: 'Update',
        subresource: 'status',
        time: '2026-11-23T12:00:00Z',
        fieldsV1: { 'f:status': { 'f:active': { 'i:1': {} } } },
      },
    ],
  },
};

const TREE = {
  metadata: { finalizers: ['a/b', 'c/d'] },
  spec: {
    schedule: '1 * * * *',
    template: { containers: [{ name: 'new' }, { name: 'd', image: 'x' }, { name: 'c', image: 'y', args: ['1', '2'] }] },
  },
  status: { active: [1, 2] },
};

const managers = (...path: (string | number)[]) => fieldOwners(OBJECT, TREE, path).map(({ manager }) => manager);

describe('owners of a field', () => {
  test('of a plain field, with operation and time', () => {
    expect(fieldOwners(OBJECT, TREE, ['spec', 'schedule'])).toEqual([
      { manager: 'kubectl-create', operation: 'Update', subresource: '', at: Date.parse('2026-11-23T10:00:00Z') },
    ]);
  });

  test('items are found by their keys, wherever they stand; one that nobody wrote has none', () => {
    expect(managers('spec', 'template', 'containers', 1, 'image')).toEqual(['kubectl-create', 'console']);
    expect(managers('spec', 'template', 'containers', 2, 'image')).toEqual(['kubectl-create']);
    expect(managers('spec', 'template', 'containers', 0)).toEqual([]);
    expect(managers('spec', 'template', 'containers', 2)).toEqual(['kubectl-create']);
  });

  test('inside a field that is owned whole; items of a set; items by place', () => {
    expect(managers('spec', 'template', 'containers', 2, 'args', 1)).toEqual(['kubectl-create']);
    expect(managers('metadata', 'finalizers', 0)).toEqual(['console']);
    expect(managers('metadata', 'finalizers', 1)).toEqual([]);
    expect(managers('status', 'active', 1)).toEqual(['controller']);
    expect(managers('status', 'active', 0)).toEqual([]);
  });

  test('a map of which others own parts is nobody’s', () => {
    expect(managers('spec')).toEqual([]);
    expect(managers('metadata', 'finalizers')).toEqual(['console']);
  });

  test('who owns something in it, or it whole, is asked for as well', () => {
    const within = (...path: (string | number)[]) => ownersWithin(OBJECT, TREE, path).map(({ manager }) => manager);
    expect(within('spec')).toEqual(['kubectl-create', 'console']);
    expect(within('spec', 'template', 'containers', 2, 'args', 1)).toEqual(['kubectl-create']);
    expect(within('spec', 'template', 'containers', 0)).toEqual([]);
    expect(within('spec', 'not', 'there')).toEqual([]);
  });

  test('of two items that one key tells apart the one that says it is meant; what cannot be read names none', () => {
    const ports = { 'k:{"port":53,"protocol":"UDP"}': {}, 'k:{bad': {}, 'v:bad': {}, 'k:1': {} };
    const object = { metadata: { managedFields: [{ manager: 'a', fieldsV1: { 'f:ports': ports } }] } };
    const owners = (port: unknown) => fieldOwners(object, { ports: [port] }, ['ports', 0]).length;
    expect([{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }, { port: 54 }, 'bad'].map(owners)).toEqual([
      ...[1, 0, 0, 0],
    ]);
    const keys = ['k:{"a":1}', 'v:{"a":1,"b":2}', 'k:{bad', 'v:', 'i:0', '.'];
    expect(keys.map(key => sameItem(key, { a: 1, b: 2 }))).toEqual([true, true, false, false, false, false]);
  });

  test('an item that says all its keys is none that leaves one out', () => {
    const [tcp, udp] = ['k:{"port":53,"protocol":"TCP"}', 'k:{"port":53,"protocol":"UDP"}'];
    const of = (manager: string, key: string) => ({ manager, fieldsV1: { 'f:ports': { [key]: {} } } });
    const both = { manager: 'both', fieldsV1: { 'f:ports': { [udp]: { 'f:name': {} }, [tcp]: {} } } };
    const object = { metadata: { managedFields: [of('t', tcp), of('u', udp), both] } };
    const tree = { ports: [{ port: 53, protocol: 'TCP' }] };
    expect(fieldOwners(object, tree, ['ports', 0, 'name']).map(({ manager }) => manager)).toEqual(['t', 'both']);
  });
});

test('each line of a text leads to what it writes', () => {
  const text = [
    '# head',
    'a:',
    '  - b: 1',
    '    c: [1, 2]',
    '  - |',
    '    text',
    '    d: no',
    "'e f': {g: 1}",
    '',
  ].join('\n');
  expect([...yamlLines(text)]).toEqual([
    [2, ['a']],
    [3, ['a', 0, 'b']],
    [4, ['a', 0, 'c']],
    [5, ['a', 1]],
    [8, ['e f']],
  ]);
});
