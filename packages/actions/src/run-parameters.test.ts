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
