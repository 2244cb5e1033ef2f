import { expect, test } from 'vitest';
import { withKindDefaults, withTypeDefaults } from './defaults.ts';

const object = (rest: object) => ({ metadata: { name: 'x' }, ...rest });

test('[AS2] what is missing is made, what is there stays', () => {
  expect(
    withKindDefaults('services', object({ spec: { type: 'NodePort', ports: [{ port: 1 }, { protocol: 'UDP' }] } })),
  ).toEqual(
    object({
      spec: {
        type: 'NodePort',
        sessionAffinity: 'None',
        ports: [{ port: 1, protocol: 'TCP' }, { protocol: 'UDP' }],
      },
      status: { loadBalancer: {} },
    }),
  );
});

test('[AS2] a node has a spec, and a patch finds it', () => {
  expect(withKindDefaults('nodes', object({}))).toEqual(object({ spec: {} }));
});

test('[AS2] an optional part is looked into only where it is', () => {
  expect(withTypeDefaults('volume', { name: 'v' })).toEqual({ name: 'v' });
  expect(withTypeDefaults('volume', { name: 'v', secret: { secretName: 's' } })).toEqual({
    name: 'v',
    secret: { secretName: 's', defaultMode: 420 },
  });
  expect(withTypeDefaults('probe', { httpGet: { port: 1 } })).toMatchObject({
    periodSeconds: 10,
    httpGet: { port: 1, scheme: 'HTTP', path: '/' },
  });
});

test('[AS2] a condition looks at what defaults have made', () => {
  const strategyOf = (strategy: object) =>
    (withKindDefaults('deployments', object({ spec: { strategy } }))['spec'] as { strategy: unknown }).strategy;
  expect(strategyOf({})).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } });
  expect(strategyOf({ type: 'Recreate' })).toEqual({ type: 'Recreate' });
});

test('[AS2] a kind without defaults is left alone, and no default is shared', () => {
  expect(withKindDefaults('leases', object({}))).toEqual(object({}));
  const [one, two] = ['a', 'b'].map(
    () => withKindDefaults('csidrivers', object({}))['spec'] as { volumeLifecycleModes: string[] },
  );
  one?.volumeLifecycleModes.push('more');
  expect(two?.volumeLifecycleModes).toEqual(['Persistent']);
});
