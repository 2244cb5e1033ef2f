import { expect, test } from 'vitest';
import { MAX_SERVICE_PLACE, readServicePlace } from './service-place.ts';

test('a Service and its port, by name or number', () => {
  expect(readServicePlace('mon/prom:9090')).toEqual({ namespace: 'mon', name: 'prom', port: '9090' });
  expect(readServicePlace('mon/prom.x:web-2')).toEqual({ namespace: 'mon', name: 'prom.x', port: 'web-2' });
});

test.each(['', 'prom', 'mon/prom', 'prom:9090', 'mon/prom:', '/prom:1', 'mon/:1', '../prom:1', 'mon/..:1', 'a/b/c:1'])(
  '“%s” is none',
  text => expect(readServicePlace(text)).toBeNull(),
);

test.each([
  'mon/pr%2fom:1',
  'mon/prom:1/x',
  'mon/prom:1?x',
  'https://mon/prom:1',
  `mon/${'p'.repeat(MAX_SERVICE_PLACE)}:1`,
])('nothing that leads elsewhere, and nothing longer: “%s”', text => expect(readServicePlace(text)).toBeNull());
