import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Tone } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { joinCauses, type Problem } from './causes.ts';

interface Facts {
  readonly status?: string;
  readonly tone?: Tone;
  readonly why?: string;
  readonly since?: number;
  readonly owner?: string;
  readonly ownerUid?: string;
  readonly node?: string;
  readonly ready?: string;
  readonly runs?: readonly unknown[];
}

function problem(view: KindView, name: string, facts: Facts = {}): Problem {
  const { status = 'Bad', tone = 'bad', ownerUid = '' } = facts;
  const cells = view.columns.map(({ id, type }) =>
    type === 'status' ? { status, tone } : ((facts as Record<string, unknown>)[id] ?? null),
  );
  const namespace = view.namespaced ? 'shop' : '';
  const row: WireRow = {
    key: `${namespace}/${name}`,
    uid: `${view.kind}-${name}`,
    namespace,
    name,
    createdAt: 0,
    ownerUid,
    cells,
  };
  return { view, row };
}

const lines = (...problems: Problem[]) =>
  joinCauses(problems).map(cause => ({
    what: `${cause.view.kind}/${cause.name}`,
    status: cause.status,
    objects: cause.objects.map(({ view, count }) => `${count} ${view.kind}`).join(', '),
  }));

describe('one line for each cause', () => {
  const web = problem(DEPLOYMENT_VIEW, 'web', {
    status: 'Unavailable',
    tone: 'warning',
    why: 'MinimumReplicasUnavailable',
    since: 3,
  });
  const crash = (name: string, more: Facts = {}) =>
    problem(POD_VIEW, name, {
      status: 'CrashLoopBackOff',
      owner: 'ReplicaSet/web-7d9f',
      ownerUid: 'rs',
      why: 'app: exit 1',
      since: 5,
      ...more,
    });

  test('pods that fail for the same reason are their Deployment’s, whose ReplicaSet is not listed', () => {
    expect(lines(crash('web-7d9f-a'), web, crash('web-7d9f-b'))).toEqual([
      { what: 'Deployment/web', status: 'CrashLoopBackOff', objects: '2 Pod, 1 Deployment' },
    ]);
    expect(joinCauses([crash('web-7d9f-a'), web])[0]).toMatchObject({ tone: 'bad', why: 'app: exit 1', since: 3 });
  });

  test('another reason is another line; the Deployment stands with the newest', () => {
    expect(lines(crash('a'), web, crash('b', { status: 'ImagePullBackOff', since: 9 }))).toEqual([
      { what: 'Deployment/web', status: 'CrashLoopBackOff', objects: '1 Pod' },
      { what: 'Deployment/web', status: 'ImagePullBackOff', objects: '1 Deployment, 1 Pod' },
    ]);
  });

  test('what one controls is one line, also where it is well itself; called by it where it can be looked at', () => {
    const failed = (name: string) =>
      problem(JOB_VIEW, name, { status: 'Failed', ownerUid: 'uid', owner: 'CronJob/nightly' });
    expect(lines(failed('nightly-1'), failed('nightly-2'))).toEqual([
      { what: 'CronJob/nightly', status: 'Failed', objects: '2 Job' },
    ]);
    expect(lines(failed('nightly-1')).map(({ what }) => what)).toEqual(['Job/nightly-1']);
    const ofOwner = (owner: string) => lines(crash('a', { owner }), crash('b', { owner }))[0]?.what;
    expect(ofOwner('ReplicaSet/web-7d9f')).toBe('ReplicaSet/web-7d9f');
    expect(ofOwner('Rollout/web')).toBe('Pod/a');
  });

  test('runs that failed, and their pods, are their CronJob’s', () => {
    const cronJob = problem(CRONJOB_VIEW, 'nightly', { status: 'Failing' });
    const job = problem(JOB_VIEW, 'nightly-1', {
      status: 'Failed',
      ownerUid: 'CronJob-nightly',
      why: 'BackoffLimitExceeded',
      since: 7,
    });
    const pod = problem(POD_VIEW, 'nightly-1-x', {
      status: 'Error',
      ownerUid: 'Job-nightly-1',
      why: 'app: exit 4',
      since: 6,
    });
    expect(lines(job, cronJob, pod)).toEqual([
      { what: 'CronJob/nightly', status: 'Error', objects: '1 Job, 1 CronJob, 1 Pod' },
    ]);
    expect(joinCauses([cronJob, job, pod])[0]).toMatchObject({
      why: 'app: exit 4',
      since: 6,
      pod: { name: 'nightly-1-x' },
    });
  });

  test('a pod of a run that has not failed yet is its CronJob’s, by the name that the controller gives runs', () => {
    const cronJob = problem(CRONJOB_VIEW, 'nightly', { status: 'Failing' });
    const pod = (owner: string) => problem(POD_VIEW, 'x', { status: 'ImagePullBackOff', owner, ownerUid: 'job' });
    expect(lines(cronJob, pod('Job/nightly-29931440'))).toEqual([
      { what: 'CronJob/nightly', status: 'ImagePullBackOff', objects: '1 CronJob, 1 Pod' },
    ]);
    expect(lines(cronJob, pod('Job/nightly-by-hand'))).toHaveLength(2);
  });

  test('what is not ready on a dead node is the node’s; what crashed there is not', () => {
    const node = problem(NODE_VIEW, 'n1', { status: 'NotReady', why: 'NodeStatusUnknown' });
    const lost = problem(POD_VIEW, 'lost', { status: 'Running', tone: 'warning', node: 'n1' });
    const crashed = problem(POD_VIEW, 'crashed', { status: 'Error', node: 'n1' });
    expect(lines(node, lost, crashed)).toEqual([
      { what: 'Node/n1', status: 'NotReady', objects: '1 Node, 1 Pod' },
      { what: 'Pod/crashed', status: 'Error', objects: '1 Pod' },
    ]);
    const drained = problem(NODE_VIEW, 'n1', { status: 'Ready,SchedulingDisabled', tone: 'warning' });
    expect(lines(drained, lost)).toHaveLength(2);
  });

  test('the worst come first, then the newest', () => {
    const old = problem(POD_VIEW, 'old', { since: 1 });
    const fresh = problem(POD_VIEW, 'fresh', { since: 2 });
    const mild = problem(POD_VIEW, 'mild', { tone: 'warning', since: 3 });
    expect(lines(mild, old, fresh).map(({ what }) => what)).toEqual(['Pod/fresh', 'Pod/old', 'Pod/mild']);
  });
});

test('whatever belongs to what, each object is counted once, in one line', () => {
  const views = [POD_VIEW, JOB_VIEW, CRONJOB_VIEW, DEPLOYMENT_VIEW, NODE_VIEW];
  const arbitrary = fc.array(
    fc.record({
      view: fc.constantFrom(...views),
      name: fc.constantFrom('a', 'b', 'c', 'a-1'),
      tone: fc.constantFrom<Tone>('bad', 'warning'),
      owner: fc.constantFrom('ReplicaSet/a-1', 'ReplicaSet/b-x', 'Job/a', ''),
      node: fc.constantFrom('a', ''),
      above: fc.constantFrom('', 'a', 'b'),
      since: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(arbitrary, facts => {
      const problems = facts.map(({ view, name, above, ...rest }) => {
        // Owners are of a higher kind, as in a cluster.
        const owner = views[views.indexOf(view) + 1];
        return problem(view, name, {
          ...rest,
          ...(rest.since === undefined ? {} : { since: rest.since }),
          ownerUid: above === '' || owner === undefined ? '' : `${owner.kind}-${above}`,
        } as Facts);
      });
      const uids = new Set(problems.map(({ row }) => row.uid));
      const counted = joinCauses(problems).flatMap(({ objects }) => objects.map(({ count }) => count));
      return counted.reduce((sum, count) => sum + count, 0) === uids.size;
    }),
  );
});

test('where the cluster has no words for it, a cause says what is ready of it, or which run failed last', () => {
  const runs = ['succeeded', 'failed', 'failed', 'running'].map((result, i) => ({ name: `run-${i}`, result }));
  const [ofRun] = joinCauses([problem(CRONJOB_VIEW, 'backup', { status: 'Failing', runs })]);
  expect(ofRun).toMatchObject({ why: '', failedRun: 'run-2', ready: '' });
  const [ofSet] = joinCauses([problem(DEPLOYMENT_VIEW, 'web', { ready: '0/1' })]);
  expect(ofSet).toMatchObject({ why: '', failedRun: '', ready: '0/1' });
});
