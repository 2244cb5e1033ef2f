import { describe, expect, test } from 'vitest';
import { autoscalerMeters, metricsText } from './metrics-text.ts';

const text = (metric: object | readonly object[], current: object | readonly object[] = []) =>
  metricsText({ spec: { metrics: [metric].flat() }, status: { currentMetrics: [current].flat() } });
const cpu = (fields: object) => ({ type: 'Resource', resource: { name: 'cpu', ...fields } });

/** Each type of metric as the API documentation has it, and how kubectl words what it is and what it shall be. */
describe('what an autoscaler measures', () => {
  test.each<readonly [string, object, object | readonly object[], string]>([
    [
      'share of what is asked for',
      cpu({ target: { type: 'Utilization', averageUtilization: 80 } }),
      cpu({ current: { averageUtilization: 12, averageValue: '120m' } }),
      'cpu: 12%/80%',
    ],
    [
      'an amount for each pod',
      cpu({ target: { type: 'AverageValue', averageValue: '500m' } }),
      cpu({ current: { averageValue: '120m' } }),
      'cpu: 120m/500m',
    ],
    [
      'of one container',
      {
        type: 'ContainerResource',
        containerResource: { name: 'memory', container: 'app', target: { averageUtilization: 60 } },
      },
      {
        type: 'ContainerResource',
        containerResource: { name: 'memory', container: 'app', current: { averageUtilization: 0 } },
      },
      'memory: 0%/60%',
    ],
    [
      'of pods',
      { type: 'Pods', pods: { metric: { name: 'packets' }, target: { averageValue: '1k' } } },
      { type: 'Pods', pods: { metric: { name: 'packets' }, current: { averageValue: '900' } } },
      'packets: 900/1k',
    ],
    [
      'of an object',
      {
        type: 'Object',
        object: {
          metric: { name: 'requests' },
          describedObject: { kind: 'Ingress', name: 'main' },
          target: { value: '10k' },
        },
      },
      { type: 'Object', object: { metric: { name: 'requests' }, current: { value: '2500' } } },
      'requests: 2500/10k',
    ],
    [
      'of what is outside',
      { type: 'External', external: { metric: { name: 'queue' }, target: { averageValue: '30' } } },
      { type: 'External', external: { metric: { name: 'queue' }, current: { value: '90', averageValue: '15' } } },
      'queue: 15/30',
    ],
    ['that could not be measured', cpu({ target: { averageUtilization: 80 } }), [], 'cpu: ?/80%'],
    ['without an aim', cpu({}), cpu({ current: { averageUtilization: 5 } }), 'cpu: 5%/?'],
    ['of a later version', { type: 'Weather', weather: { name: 'sun' } }, [], 'Weather'],
    // A metric of that name of another type is another one.
    [
      'of the same name elsewhere',
      cpu({ target: { averageUtilization: 80 } }),
      { type: 'Pods', pods: { metric: { name: 'cpu' }, current: { averageValue: '7' } } },
      'cpu: ?/80%',
    ],
    [
      'of no finite share',
      cpu({ target: { averageUtilization: Number.POSITIVE_INFINITY, value: '3' } }),
      [],
      'cpu: ?/3',
    ],
  ])('%s', (_what, metric, current, expected) => {
    expect(text(metric, current)).toBe(expected);
  });

  test('several are told in the order in which they are asked for; none are nothing', () => {
    const memory = { type: 'Resource', resource: { name: 'memory', target: { averageValue: '1Gi' } } };
    expect(text([memory, cpu({ target: { averageUtilization: 80 } })])).toBe('memory: ?/1Gi, cpu: ?/80%');
    expect([text([]), metricsText({}), metricsText(null)]).toEqual([null, null, null]);
  });
});

describe('how many replicas there are', () => {
  const replicas = (spec: object, status: object = {}) => autoscalerMeters({ spec, status })[0];
  test.each([
    [
      'some of those there may be',
      { minReplicas: 2, maxReplicas: 8 },
      { currentReplicas: 4 },
      ['4', '8', 0.5, 0.25, false],
    ],
    ['as many as there may be', { minReplicas: 2, maxReplicas: 8 }, { currentReplicas: 8 }, ['8', '8', 1, 0.25, true]],
    ['more, since the bounds were changed', { maxReplicas: 2 }, { currentReplicas: 4 }, ['4', '2', 2, 0.5, true]],
    ['one at least where no least is said', { maxReplicas: 4 }, { currentReplicas: 1 }, ['1', '4', 0.25, 0.25, false]],
    ['none yet', { minReplicas: 1, maxReplicas: 4 }, {}, ['0', '4', 0, 0.25, false]],
    ['nobody says how many there may be', {}, { currentReplicas: 3 }, ['3', '', null, null, false]],
  ])('%s', (_what, spec, status, [now, of, share, mark, isHot]) => {
    expect(replicas(spec, status)).toEqual({ title: { id: 'replicas' }, now, of, share, mark, isHot });
  });
});
