import { asArray, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, Life, template } from './life.ts';

const JOBS = 'jobs@batch/v1';
const OK = { runSeconds: [0.3] };
const FAILS = { runSeconds: [0.3], exitCode: 3 };

const isOver = (object: JsonObject) =>
  asArray(getPath(object, 'status', 'conditions')).some(
    entry => ['Complete', 'Failed'].includes(String(getPath(entry, 'type'))) && getPath(entry, 'status') === 'True',
  );

function job(name: string, behaviour: JsonObject, spec: JsonObject): JsonObject {
  const pods = template({ labels: { job: name }, behaviour, spec: { restartPolicy: 'Never' } });
  return { metadata: { name }, spec: { ...spec, template: pods } };
}

const CASES: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['plain', OK, {}],
  ['parallel', OK, { completions: 3, parallelism: 2 }],
  ['queue', OK, { parallelism: 2 }],
  ['indexed', OK, { completions: 3, parallelism: 3, completionMode: 'Indexed' }],
  ['failing', FAILS, { backoffLimit: 0 }],
  ['late', { runSeconds: [60] }, { activeDeadlineSeconds: 2 }],
  ['by-index', FAILS, { completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 0 }],
  [
    'few-failed-indexes',
    FAILS,
    { completions: 3, parallelism: 1, completionMode: 'Indexed', backoffLimitPerIndex: 0, maxFailedIndexes: 1 },
  ],
  [
    'early-success',
    OK,
    {
      completions: 3,
      parallelism: 1,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededIndexes: '0' }] },
    },
  ],
  [
    'enough-successes',
    OK,
    {
      completions: 4,
      parallelism: 1,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededIndexes: '0-2', succeededCount: 2 }] },
    },
  ],
  [
    'fail-at-once',
    FAILS,
    {
      backoffLimit: 5,
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [3] } }],
      },
    },
  ],
  [
    'fail-the-index',
    FAILS,
    {
      completions: 2,
      parallelism: 2,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 3,
      podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [1] } }] },
    },
  ],
];

/** Jobs of every mode until they end, one that is suspended and resumed, one that is forgotten. */
export const JOBS_TO_THEIR_END: Scenario = {
  name: 'jobs',
  run: async stage => {
    const life = new Life(stage);
    for (const [name, behaviour, spec] of CASES) await life.create(JOBS, job(name, behaviour, spec));
    for (const [name] of CASES) {
      const ended = await life.until(JOBS, name, isOver);
      await life.list('pods', `job=${name}`);
      const { startTime: _start, completionTime, conditions: _conditions, ...status } = ended['status'] as JsonObject;
      life.look(`${name}: status`, { ...status, isComplete: completionTime !== undefined });
      life.look(`${name}: conditions`, conditions(ended));
    }
    for (const [name] of CASES) await life.showEvents(`${name}: events`, 'Job', name);
    await life.showPods('pods of an indexed job', 'job=indexed');
    await life.create(JOBS, job('held', { runSeconds: [1] }, { suspend: true }));
    const held = await life.until(JOBS, 'held', object => conditions(object).length > 0);
    life.look('suspended', conditions(held));
    await life.patch(JOBS, 'held', { spec: { suspend: false } });
    const resumed = await life.until(JOBS, 'held', isOver);
    life.look('resumed', conditions(resumed));
    await life.showEvents('events of one that was suspended', 'Job', 'held');
    await life.create(JOBS, job('brief', OK, { ttlSecondsAfterFinished: 1 }));
    await life.untilGone(JOBS, 'brief');
    life.look('a job with a time to live is gone', true);
  },
};
