import { describe, expect, test } from 'vitest';
import { TypeSchema } from './type-schema.ts';
import { typeAt, yamlContext } from './yaml-context.ts';
import { lintYaml, rangeOfField } from './yaml-lint.ts';

const TYPE = new TypeSchema(
  {
    Container: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        image: { type: 'string' },
        ports: { type: 'array', items: { type: 'integer' } },
      },
    },
  },
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          replicas: { type: 'integer' },
          paused: { type: 'boolean' },
          policy: { type: 'string', enum: ['Allow', 'Forbid'] },
          port: { 'x-kubernetes-int-or-string': true },
          containers: { type: 'array', items: { $ref: '#/components/schemas/Container' } },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
);
const found = (text: string) => lintYaml(text, TYPE).map(({ from, to, code }) => [text.slice(from, to), code]);

describe('lint', () => {
  test.each([
    ['spec:\n  replicas: 2\n  port: http\n  labels: {a: b}\n', []],
    ['spec:\n  replica: 2\n', [['replica', 'unknownField']]],
    ['spec:\n  replicas: two\n', [['two', 'wrongType']]],
    ['spec:\n  containers: {}\n', [['{}', 'wrongType']]],
    ['spec:\n  policy: Never\n', [['Never', 'notInEnum']]],
    ['spec:\n  containers:\n  - image: x\n', [['image', 'required']]],
    ['spec:\n  labels:\n    a: yes\n', [['yes', 'yaml11Boolean']]],
    ['spec:\n  paused: yes\n', []],
    ['spec:\n  labels: {n: "1"}\n', [['n', 'yaml11Boolean']]],
    ['spec:\n  replicas: 0400\n', [['0400', 'octal']]],
    ['spec:\n  replicas: 0o17\n', [['0o17', 'octal']]],
    ['spec:\n  replicas: 9007199254740993\n', []],
    ['spec:\n  replicas: 0\n', []],
    ['spec:\n  policy: 0400\n', [['0400', 'wrongType']]],
    ['spec:\n  replicas: .inf\n', [['.inf', 'syntax']]],
    ['spec:\n  paused: "yes"\n', [['"yes"', 'wrongType']]],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('syntax and doubled keys are told with their place', () => {
    expect(lintYaml('a: [1\nb: 2', null)[0]?.code).toBe('syntax');
    const [doubled] = lintYaml('a: 1\na: 2\n', null);
    expect([doubled?.from, doubled?.values['message']]).toEqual([5, 'Map keys must be unique']);
  });

  test("the server's field is found in the text, or the nearest above it", () => {
    const text = 'spec:\n  containers:\n  - name: a\n    image: x\n';
    const at = (field: string) => text.slice(...Object.values(rangeOfField(text, field)));
    expect(at('spec.containers[0].image')).toBe('image');
    expect(at('spec.containers[0].tty')).toContain('name: a');
    expect(at('spec.schedule')).toBe('spec');
  });
});

describe('where the cursor is', () => {
  const text = `spec:
  replicas: 2
  containers:
  - name: a
    image: x
    
  - ports:
      - 1
  
`;
  const context = (needle: string, offset = needle.length) => yamlContext(text, text.indexOf(needle) + offset);
  test.each([
    ['replicas', { path: ['spec'], key: null, siblings: ['containers'] }],
    ['replicas: 2', { path: ['spec'], key: 'replicas', siblings: ['containers'] }],
    ['name: a', { path: ['spec', 'containers', '-'], key: 'name', siblings: ['image'] }],
    ['image: x\n    ', { path: ['spec', 'containers', '-'], key: null, siblings: ['image', 'name'] }],
    ['- ports', { path: ['spec', 'containers', '-'], key: null, siblings: [] }],
    ['- 1\n  ', { path: ['spec'], key: null, siblings: ['containers', 'replicas'] }],
  ])('%j', (needle, expected) => {
    const { path, key, siblings } = context(needle);
    expect({ path, key, siblings: siblings.toSorted() }).toEqual(expected);
  });

  test('types follow the path', () => {
    expect(typeAt(TYPE, ['spec', 'containers', '-'])?.fields).toEqual(['name', 'image', 'ports']);
    expect(typeAt(TYPE, ['spec', 'nothing'])).toBeNull();
  });
});
