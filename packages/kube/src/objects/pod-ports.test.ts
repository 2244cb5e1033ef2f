import { expect, test } from 'vitest';
import { namedPorts, podPortOf, portScheme } from './pod-ports.ts';

const pod = {
  spec: {
    containers: [
      {
        ports: [
          { containerPort: 8080, name: 'web' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
      { ports: [{ containerPort: 5432 }, { containerPort: 8080 }] },
    ],
    initContainers: [
      { restartPolicy: 'Always', ports: [{ containerPort: 15_090, name: 'http-envoy' }] },
      { ports: [{ containerPort: 9_999 }] },
    ],
  },
};

test('the ports of a pod, of a template and of a Service: TCP, each once, those of sidecars and of no other init container', () => {
  const ports = [
    { port: 8080, name: 'web', scheme: 'http' },
    { port: 5432, name: '', scheme: null },
    { port: 15_090, name: 'http-envoy', scheme: 'http' },
  ];
  expect(namedPorts(pod)).toEqual(ports);
  expect(namedPorts({ spec: { selector: {}, template: pod } })).toEqual(ports);
  expect(namedPorts({ spec: { ports: [{ port: 443 }, { port: 80, protocol: 'TCP' }, { port: 0 }] } })).toEqual([
    { port: 443, name: '', scheme: 'https' },
    { port: 80, name: '', scheme: 'http' },
  ]);
  for (const odd of [null, 7, { spec: { ports: 'x', containers: [null, { ports: [3] }] } }])
    expect(namedPorts(odd)).toEqual([]);
});

test.each([
  [{ port: 80, words: ['', ''] }, 'http'],
  [{ port: 9_100, words: ['kubernetes.io/h2c', 'http'] }, null],
  [{ port: 5_432, words: ['', 'http-console'] }, 'http'],
  [{ port: 80, words: ['https', 'http'] }, 'https'],
  [{ port: 8_443, words: ['', ''] }, 'https'],
  [{ port: 8_080, words: ['', 'grpc'] }, null],
  [{ port: 8_080, words: ['', 'tcp-postgres'] }, null],
  [{ port: 6_379, words: ['', ''] }, null],
] as const)('how a browser opens %j: %s', (port, scheme) => {
  expect(portScheme(port)).toBe(scheme);
});

test('a port of a Service leads to one of the pod: by number, by name, to the same where nothing is said', () => {
  const service = {
    spec: {
      clusterIP: '10.0.0.1',
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 81, targetPort: 'web' },
        { port: 82 },
        { port: 83, targetPort: 'no' },
      ],
    },
  };
  expect([80, 81, 82, 83, 84].map(port => podPortOf(service, pod, port))).toEqual([8080, 8080, 82, null, null]);
  const headless = { spec: { ...service.spec, clusterIP: 'None' } };
  expect(podPortOf(headless, pod, 80)).toBe(80);
});
