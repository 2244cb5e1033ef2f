import { asObject, getPath } from '@lanthorn/base/json.ts';
import { randomInt } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { templateHash } from '../controllers/deployment-controller.ts';
import { simulationAnnotation } from '../node/simulation.ts';
import type { PastObjects } from './past-objects.ts';
import { containerOf, type DeploymentPlan, HTTP_PORT, STUCK_DEPLOYMENT, STUCK_IMAGE } from './scenario-workloads.ts';

const DAY_MS = 86_400_000;

export async function seedDeployment(past: PastObjects, plan: DeploymentPlan): Promise<KubeObject> {
  const { namespace, name, replicas, image, simulation = {} } = plan;
  const labels = { app: name };
  const template = {
    metadata: { labels: { ...labels, team: namespace }, annotations: simulationAnnotation(simulation) },
    spec: { containers: [containerOf(name, image, HTTP_PORT)] },
  };
  const ageMs = randomInt(past.random, 2, 40) * DAY_MS;
  const deployment = await past.create(
    'deployments.v1.apps',
    {
      metadata: { name, namespace, labels, annotations: { 'deployment.kubernetes.io/revision': '1' } },
      spec: { replicas, selector: { matchLabels: labels }, template },
    },
    ageMs,
  );
  await past.create(
    'services.v1.',
    {
      metadata: { name, namespace, labels },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    ageMs,
  );
  await seedReplicaSet(past, deployment, ageMs);
  return deployment;
}

/** The new version's pods never become ready, so the rollout stands still. */
export async function seedStuckRollout(past: PastObjects): Promise<void> {
  const deployment = await seedDeployment(past, STUCK_DEPLOYMENT);
  const template = asObject(getPath(deployment, 'spec', 'template'));
  const patch = {
    spec: {
      progressDeadlineSeconds: 60,
      template: {
        metadata: { ...asObject(template['metadata']), annotations: simulationAnnotation({ ready: false }) },
        spec: { containers: [containerOf(STUCK_DEPLOYMENT.name, STUCK_IMAGE, HTTP_PORT)] },
      },
    },
  };
  await past.client.patch('deployments.v1.apps', deployment, { patch });
}

/** The ReplicaSet and pods a controller would have made, so that they are as old as their Deployment. */
async function seedReplicaSet(past: PastObjects, deployment: KubeObject, ageMs: number): Promise<void> {
  const template = asObject(getPath(deployment, 'spec', 'template'));
  const hash = templateHash(template);
  const { name = '', namespace = '', uid = '', labels = {} } = deployment.metadata;
  const selected = { ...labels, 'pod-template-hash': hash };
  const replicas = Number(getPath(deployment, 'spec', 'replicas'));
  const set = await past.create(
    'replicasets.v1.apps',
    {
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels: selected,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: {
        replicas,
        selector: { matchLabels: selected },
        template: {
          ...template,
          metadata: {
            ...asObject(template['metadata']),
            labels: { ...asObject(getPath(template, 'metadata', 'labels')), 'pod-template-hash': hash },
          },
        },
      },
    },
    {
      ageMs,
      change: {
        status: {
          replicas,
          fullyLabeledReplicas: replicas,
          readyReplicas: replicas,
          availableReplicas: replicas,
          observedGeneration: 1,
        },
      },
    },
  );
  for (let i = 0; i < replicas; i++) {
    const podAge = Math.floor(ageMs * (0.3 + 0.7 * past.random.next()));
    await past.createPod(
      set,
      { kind: 'ReplicaSet', apiVersion: 'apps/v1' },
      { ageMs: podAge, state: { kind: 'running', startedAt: past.now - podAge + 2_000, isReady: true } },
    );
  }
}
