import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ingressPaths, offersPort, readyOf, sliceEndpoints } from './service-endpoints.ts';

const endpoint = (address: string, conditions: object) => ({
  ...{ addresses: [address], conditions, nodeName: 'node-0' },
  targetRef: { kind: 'Pod', name: `pod-${address}` },
});

test('what gets no traffic stands first; a condition that is not said means ready', () => {
  const endpoints = [
    endpoint('1', { ready: true }),
    endpoint('2', { ready: false }),
    endpoint('3', {}),
    endpoint('4', { ready: false, terminating: true, serving: true }),
    { addresses: ['5'], targetRef: { kind: 'Node', name: 'n' } },
  ];
  expect(sliceEndpoints({ endpoints }).map(({ address, state, pod }) => [address, state, pod])).toEqual([
    ['2', 'notReady', 'pod-2'],
    ['4', 'terminating', 'pod-4'],
    ['1', 'ready', 'pod-1'],
    ['3', 'ready', 'pod-3'],
    ['5', 'ready', ''],
  ]);
});

test('an Ingress leads by host and path, and where no rule is met elsewhere', () => {
  const to = (name: string, port: object) => ({ service: { name, port } });
  const ingress = {
    spec: {
      tls: [{ hosts: ['shop.example'] }],
      rules: [
        { host: 'shop.example', http: { paths: [{ path: '/cart', backend: to('cart', { number: 80 }) }] } },
        { http: { paths: [{ backend: { resource: { kind: 'Bucket', name: 'b' } } }] } },
      ],
      defaultBackend: to('web', { name: 'http' }),
    },
  };
  expect(ingressPaths(ingress)).toEqual([
    { host: 'shop.example', path: '/cart', service: 'cart', port: '80', isTls: true },
    { host: '*', path: '/', service: '', port: '', isTls: false },
    { host: '*', path: '/', service: 'web', port: 'http', isTls: false },
  ]);
});

test.each([
  ['80', true],
  ['http', true],
  ['', true],
  ['8080', false],
  ['https', false],
])('a Service with port http (80) offers %s: %s', (port, isThere) => {
  expect(offersPort({ spec: { ports: [{ name: 'http', port: 80 }] } }, port)).toBe(isThere);
});

test('slices are counted together, and not at all where one cannot be read', () => {
  expect([readyOf(['1/2', '3/3']), readyOf([]), readyOf(['1/2', 'x']), readyOf([null])]).toEqual([
    { ready: 4, total: 5 },
    { ready: 0, total: 0 },
    null,
    null,
  ]);
});

test('any JSON is read without an error', () => {
  fc.assert(
    fc.property(fc.jsonValue(), object => {
      for (const { address, pod } of sliceEndpoints(object))
        expect([typeof address, typeof pod]).toEqual(['string', 'string']);
      for (const route of ingressPaths(object)) expect(offersPort(object, route.port)).toBeTypeOf('boolean');
    }),
  );
});
