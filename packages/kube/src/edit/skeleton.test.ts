import { expect, test } from 'vitest';
import { skeletonOf } from './skeleton.ts';
import { TypeSchema } from './type-schema.ts';

const schema = (schemas: object) => new TypeSchema({ Root: {}, ...schemas }, { $ref: '#/components/schemas/Root' });

test('what a kind cannot do without is there, with what its type says of it', () => {
  const type = schema({
    Root: {
      type: 'object',
      required: ['spec', 'metadata'],
      properties: {
        metadata: { type: 'object' },
        status: { type: 'object' },
        spec: {
          type: 'object',
          required: ['size', 'mode', 'owner', 'rules', 'isOn', 'port'],
          properties: {
            size: { type: 'integer', default: 3 },
            mode: { type: 'string', enum: ['fast', 'slow'] },
            owner: { type: 'string' },
            isOn: { type: 'boolean' },
            port: { 'x-kubernetes-int-or-string': true },
            rules: {
              type: 'array',
              items: { type: 'object', required: ['host'], properties: { host: { type: 'string' }, path: {} } },
            },
            note: { type: 'string' },
          },
        },
      },
    },
  });
  expect(skeletonOf(type)).toEqual({
    spec: { size: 3, mode: 'fast', owner: '', rules: [{ host: '' }], isOn: false, port: 0 },
  });
});

test('a type that is part of itself ends, a spec that need not be there is offered, and of nothing known nothing is made', () => {
  const tree = { type: 'object', required: ['child'], properties: { child: { $ref: '#/components/schemas/Tree' } } };
  const type = schema({
    Root: { type: 'object', properties: { spec: { $ref: '#/components/schemas/Tree' } } },
    Tree: tree,
  });
  expect(JSON.stringify(skeletonOf(type)).length).toBeLessThan(100);
  expect(skeletonOf(type)).toHaveProperty('spec.child.child');
  expect(skeletonOf(null)).toEqual({});
});
