import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, count, Life, template } from './life.ts';

const DEPLOYMENTS = 'deployments@apps/v1';
const REPLICASETS = 'replicasets@apps/v1';
const STATEFULSETS = 'statefulsets@apps/v1';
const DAEMONSETS = 'daemonsets@apps/v1';
const SELECTOR = { matchLabels: { app: 'web' } };
const LABELS = { app: 'web' };
const REVISION = 'deployment.kubernetes.io/revision';

const isObserved = (object: JsonObject) =>
  getPath(object, 'status', 'observedGeneration') === getPath(object, 'metadata', 'generation');

const isRolledOut = (wanted: number) => (object: JsonObject) =>
  isObserved(object) &&
  count(object, 'status', 'updatedReplicas') === wanted &&
  count(object, 'status', 'replicas') === wanted &&
  count(object, 'status', 'availableReplicas') === wanted;

async function showSets(life: Life, title: string): Promise<void> {
  const sets = await life.list(REPLICASETS);
  life.look(
    title,

    sets.map(set => ({
      name: set.metadata.name,
      revision: set.metadata.annotations?.[REVISION],
      history: set.metadata.annotations?.['deployment.kubernetes.io/revision-history'],
      desired: set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas'],
      most: set.metadata.annotations?.['deployment.kubernetes.io/max-replicas'],
      replicas: getPath(set, 'spec', 'replicas'),
      image: getPath(asArray(getPath(set, 'spec', 'template', 'spec', 'containers'))[0], 'image'),
    })),
  );
}

/** Rollouts of a Deployment: revisions, undo, pause, and one that does not get on. */
export const ROLLOUTS: Scenario = {
  name: 'rollouts',
  run: async stage => {
    const life = new Life(stage);
    const first = template({ labels: LABELS });
    const second = template({ labels: LABELS, image: 'registry.example/app:2' });
    await life.create(DEPLOYMENTS, {
      metadata: { name: 'web' },
      spec: { replicas: 2, selector: SELECTOR, template: first },
    });
    const rolled = await life.until(DEPLOYMENTS, 'web', isRolledOut(2));
    await life.list(REPLICASETS);
    life.look('rolled out: conditions', conditions(rolled));
    life.look('rolled out: counts', { ...asObject(rolled['status']), conditions: null });
    await life.showPods('rolled out: pods');
    await showSets(life, 'rolled out: sets');
    await life.patch(DEPLOYMENTS, 'web', { spec: { template: second } });
    const updated = await life.until(DEPLOYMENTS, 'web', isRolledOut(2));
    await life.list(REPLICASETS);
    life.look('updated: conditions', conditions(updated));
    await showSets(life, 'updated: sets');
    await life.patch(DEPLOYMENTS, 'web', { spec: { template: first } });
    await life.until(DEPLOYMENTS, 'web', isRolledOut(2));
    await showSets(life, 'undone: sets');
    await life.show('undone: revision', DEPLOYMENTS, 'web', 'metadata', 'annotations');
    await life.patch(DEPLOYMENTS, 'web', { spec: { paused: true } });
    await life.patch(DEPLOYMENTS, 'web', { spec: { template: second } });
    const paused = await life.until(
      DEPLOYMENTS,
      'web',
      object => isObserved(object) && conditions(object).some(entry => getPath(entry, 'reason') === 'DeploymentPaused'),
    );
    life.look('paused: conditions', conditions(paused));
    await showSets(life, 'paused: sets');
    await life.patch(DEPLOYMENTS, 'web', { spec: { paused: null } });
    await life.until(DEPLOYMENTS, 'web', isRolledOut(2));
    await showSets(life, 'resumed: sets');
    // Beyond ten of a kind the recorder joins them.
    await life.showEvents('events of the deployment', 'Deployment');
    await life.patch(DEPLOYMENTS, 'web', { spec: { replicas: 3 } });
    await life.until(DEPLOYMENTS, 'web', isRolledOut(3));
    await showSets(life, 'scaled: sets');
    const stuck = template({ labels: { app: 'stuck' }, behaviour: { ready: false } });
    await life.create(DEPLOYMENTS, {
      metadata: { name: 'stuck' },
      spec: { replicas: 1, progressDeadlineSeconds: 3, selector: { matchLabels: { app: 'stuck' } }, template: stuck },
    });
    const late = await life.until(DEPLOYMENTS, 'stuck', object =>
      conditions(object).some(entry => getPath(entry, 'reason') === 'ProgressDeadlineExceeded'),
    );
    await life.list(REPLICASETS);
    life.look('stuck: conditions', conditions(late));
    // Another generation is no progress; another pod is.
    await life.patch(DEPLOYMENTS, 'stuck', { spec: { minReadySeconds: 1 } });
    const changed = await life.until(
      DEPLOYMENTS,
      'stuck',
      object => getPath(object, 'status', 'observedGeneration') === 2,
    );
    life.look('stuck and changed: conditions', conditions(changed));
    await life.patch(DEPLOYMENTS, 'stuck', { spec: { replicas: 2 } });
    const moved = await life.until(DEPLOYMENTS, 'stuck', object =>
      conditions(object).some(entry => getPath(entry, 'reason') === 'ReplicaSetUpdated'),
    );
    life.look('stuck and scaled: conditions', conditions(moved));
    await life.create(DEPLOYMENTS, {
      metadata: { name: 'again' },
      spec: {
        replicas: 2,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { app: 'again' } },
        template: template({ labels: { app: 'again' } }),
      },
    });
    await life.until(DEPLOYMENTS, 'again', isRolledOut(2));
    await life.patch(DEPLOYMENTS, 'again', {
      spec: { template: template({ labels: { app: 'again' }, image: 'registry.example/app:2' }) },
    });
    await life.until(DEPLOYMENTS, 'again', isRolledOut(2));
    await life.list(REPLICASETS);
    await life.showEvents('events of one that is recreated', 'Deployment', 'again');
  },
};

const WEB_CLAIM = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'none' },
};

async function showRevisions(life: Life, title: string): Promise<void> {
  const revisions = await life.list('controllerrevisions@apps/v1');
  life.look(
    title,
    revisions.map(({ metadata, revision }) => ({ name: metadata.name, labels: metadata.labels, revision })),
  );
}

/** Pods with names that stay, in order, and their claims. */
export const STATEFUL_SETS: Scenario = {
  name: 'stateful-sets',
  run: async stage => {
    const life = new Life(stage);
    const spec = { replicas: 2, serviceName: 'web', selector: SELECTOR, template: template({ labels: LABELS }) };
    await life.create(STATEFULSETS, { metadata: { name: 'web' }, spec });
    const ready = (wanted: number) => (object: JsonObject) =>
      isObserved(object) &&
      count(object, 'status', 'availableReplicas') === wanted &&
      count(object, 'status', 'replicas') === wanted &&
      getPath(object, 'status', 'currentRevision') === getPath(object, 'status', 'updateRevision');
    const first = await life.until(STATEFULSETS, 'web', ready(2));
    await life.list('controllerrevisions@apps/v1');
    life.look('status', first['status']);
    await life.showPods('pods');
    await showRevisions(life, 'revisions');
    const [pod] = await life.list('pods');
    life.look("a pod is its owner's", {
      hostname: getPath(pod, 'spec', 'hostname'),
      subdomain: getPath(pod, 'spec', 'subdomain'),
    });
    await life.patch(STATEFULSETS, 'web', {
      spec: { template: template({ labels: LABELS, image: 'registry.example/app:2' }) },
    });
    const second = await life.until(
      STATEFULSETS,
      'web',
      object => ready(2)(object) && count(object, 'status', 'updatedReplicas') === 2,
    );
    await life.list('controllerrevisions@apps/v1');
    life.look('updated', second['status']);
    await showRevisions(life, 'revisions after an update');
    await life.patch(STATEFULSETS, 'web', { spec: { replicas: 1 } });
    await life.until(STATEFULSETS, 'web', ready(1));
    await life.untilGone('pods', 'web-1');
    await life.showPods('pods after scaling down');
    await life.showEvents('events', 'StatefulSet');
    await life.create(STATEFULSETS, {
      metadata: { name: 'claims' },
      spec: {
        ...spec,
        selector: { matchLabels: { app: 'claims' } },
        template: template({ labels: { app: 'claims' } }),
        volumeClaimTemplates: [WEB_CLAIM],
      },
    });
    await life.until('persistentvolumeclaims', 'data-claims-0', () => true);
    const claims = await life.list('persistentvolumeclaims');
    life.look(
      'claims',
      claims.map(({ metadata }) => ({ name: metadata.name, labels: metadata.labels, finalizers: metadata.finalizers })),
    );
    await life.showEvents('events of one with claims', 'StatefulSet', 'claims');
  },
};

/** A pod on every node. */
export const DAEMON_SETS: Scenario = {
  name: 'daemon-sets',
  run: async stage => {
    const life = new Life(stage);
    await life.create(DAEMONSETS, {
      metadata: { name: 'agent' },
      spec: { selector: SELECTOR, template: template({ labels: LABELS }) },
    });
    const ready = (wanted: number) => (object: JsonObject) =>
      isObserved(object) &&
      count(object, 'status', 'numberAvailable') === wanted &&
      count(object, 'status', 'updatedNumberScheduled') === wanted;
    const first = await life.until(DAEMONSETS, 'agent', ready(2));
    life.look('status', first['status']);
    await life.showPods('pods');
    const [pod] = await life.list('pods');
    life.look('tolerations', getPath(pod, 'spec', 'tolerations'));
    await life.patch(DAEMONSETS, 'agent', {
      spec: { template: template({ labels: LABELS, image: 'registry.example/app:2' }) },
    });
    await life.until(
      DAEMONSETS,
      'agent',
      object => ready(2)(object) && getPath(object, 'metadata', 'generation') === 2,
    );
    await showRevisions(life, 'revisions');
    await life.patch(DAEMONSETS, 'agent', { spec: { template: { spec: { nodeSelector: { nowhere: 'yes' } } } } });
    const none = await life.until(
      DAEMONSETS,
      'agent',
      object =>
        isObserved(object) &&
        count(object, 'status', 'desiredNumberScheduled') === 0 &&
        count(object, 'status', 'numberMisscheduled') === 0,
    );
    life.look('nowhere', none['status']);
    await life.showEvents('events', 'DaemonSet');
  },
};
