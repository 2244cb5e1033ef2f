import { expect, test } from 'vitest';
import { applyRunParameters, runParametersOf } from './run-parameters.ts';

const spec = {
  backoffLimit: 2,
  template: {
    metadata: { labels: { a: 'b' } },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'app',
          image: 'app:1',
          args: ['--all'],
          env: [
            { name: 'MODE', value: 'full' },
            { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          ],
          resources: { requests: { cpu: '100m' } },
        },
        { name: 'sidecar', image: 's:1' },
      ],
    },
  },
};

test('a form left as it was changes nothing', () => {
  const { resources: _none, ...sidecar } = { ...spec.template.spec.containers[1], resources: undefined };
  expect(applyRunParameters(spec, runParametersOf(spec))).toEqual({
    ...spec,
    template: {
      ...spec.template,
      spec: { ...spec.template.spec, containers: [spec.template.spec.containers[0], sidecar] },
    },
  });
});

test('variables of the same name stay as they are written until one is changed, and then all of that name are', () => {
  const secret = { secretKeyRef: { name: 's', key: 'k' } };
  const env = [
    { name: 'A', value: 'x' },
    { name: 'A', valueFrom: secret },
    { name: 'B', value: '1' },
    { name: 'B', value: '2' },
  ];
  const before = { template: { spec: { containers: [{ name: 'c', env }] } } };
  const form = runParametersOf(before);
  expect(applyRunParameters(before, form)).toEqual(before);
  const [shown] = form.containers;
  if (shown === undefined) throw new Error('no container');
  const changed = [{ ...shown, env: { ...shown.env, A: 'y' } }];
  const a = { name: 'A', value: 'y' };
  expect(applyRunParameters(before, { ...form, containers: changed })).toEqual({
    template: { spec: { containers: [{ name: 'c', env: [a, a, env[2], env[3]] }] } },
  });
});

test('a form shows no variable whose value is taken from elsewhere', () => {
  expect(runParametersOf(spec).containers.map(({ env }) => env)).toEqual([{ MODE: 'full' }, {}]);
});

test('another command takes the place of the old one; an image that is emptied is gone; what a form does not show stays', () => {
  const container = { name: 'c', image: 'i:1', command: ['sh'], resources: { claims: [{ name: 'gpu' }] } };
  const before = { template: { spec: { containers: [container] } } };
  const form = runParametersOf(before);
  const [shown] = form.containers;
  if (shown === undefined) throw new Error('no container');
  const result = applyRunParameters(before, {
    ...form,
    containers: [{ ...shown, image: '', command: ['bash', '-x'] }],
  });
  const after = { name: 'c', command: ['bash', '-x'], resources: { claims: [{ name: 'gpu' }] } };
  expect(result).toEqual({ template: { spec: { containers: [after] } } });
});

test('what is set is there; what is emptied is gone; variables from elsewhere stay', () => {
  const form = runParametersOf(spec);
  const [app] = form.containers;
  if (app === undefined) throw new Error('no container');
  const result = applyRunParameters(spec, {
    ...form,
    backoffLimit: null,
    parallelism: 3,
    nodeSelector: { disk: 'ssd' },
    containers: [{ ...app, image: 'app:2', args: [], env: { DAY: 'monday' }, limits: { memory: '1Gi' } }],
  });
  expect(result).toEqual({
    parallelism: 3,
    template: {
      metadata: { labels: { a: 'b' } },
      spec: {
        restartPolicy: 'Never',
        nodeSelector: { disk: 'ssd' },
        containers: [
          {
            name: 'app',
            image: 'app:2',
            env: [
              { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
              { name: 'DAY', value: 'monday' },
            ],
            resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } },
          },
          { name: 'sidecar', image: 's:1' },
        ],
      },
    },
  });
});

test('a form begins with what is there, of any form', () => {
  const container = { name: 'c', image: 'i', command: ['sh'], args: ['-c'], resources: { limits: { cpu: '1' } } };
  const numbers = { activeDeadlineSeconds: 5, backoffLimit: 1, parallelism: 2, completions: 3 };
  const full = { ...numbers, template: { spec: { nodeSelector: { disk: 'ssd' }, containers: [container] } } };
  const empty = { command: [], args: [], env: {}, requests: {}, limits: {} };
  expect(runParametersOf(full)).toEqual({
    ...numbers,
    nodeSelector: { disk: 'ssd' },
    containers: [{ ...empty, name: 'c', image: 'i', command: ['sh'], args: ['-c'], limits: { cpu: '1' } }],
  });
  expect(runParametersOf({ template: { spec: { containers: [{ name: 'c' }] } } })).toEqual({
    activeDeadlineSeconds: null,
    backoffLimit: null,
    parallelism: null,
    completions: null,
    nodeSelector: {},
    containers: [{ ...empty, name: 'c', image: '' }],
  });
});

test('a variable keeps its place when its value changes, and when a value is set in the place of one from elsewhere', () => {
  const form = runParametersOf(spec);
  const [app] = form.containers;
  if (app === undefined) throw new Error('no container');
  const result = applyRunParameters(spec, {
    ...form,
    containers: [{ ...app, env: { NEW: '1', TOKEN: 'typed', MODE: 'fast' }, requests: {} }],
  });
  expect(result).toMatchObject({
    template: {
      spec: {
        containers: [
          {
            env: [
              { name: 'MODE', value: 'fast' },
              { name: 'TOKEN', value: 'typed' },
              { name: 'NEW', value: '1' },
            ],
          },
          { name: 'sidecar' },
        ],
      },
    },
  });
  const { containers } = (result['template'] as { spec: { containers: object[] } }).spec;
  expect(containers[0]).not.toHaveProperty('resources');
});
