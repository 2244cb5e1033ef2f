import { randomSuffix } from '@lanthorn/base/random.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { NODES, PastObjects, type ScenarioOptions } from './past-objects.ts';
import { seedCronJob } from './scenario-cronjobs.ts';
import { seedDefinitions } from './scenario-definitions.ts';
import { DEVICE_OBJECTS } from './scenario-devices.ts';
import { seedDeployment, seedStuckRollout } from './scenario-deployments.ts';
import { seedNode } from './scenario-nodes.ts';
import { seedReleases } from './scenario-releases.ts';
import { seedPlanned, seedSurroundings } from './scenario-surroundings.ts';
import { containerOf, CRONJOBS, DEPLOYMENTS, SETS } from './scenario-workloads.ts';

const NAMESPACES = ['shop', 'payments', 'data', 'platform', 'marketing', 'staging'];
const DAY_MS = 86_400_000;

/** A company's cluster of some 400 objects, as if it had been running for weeks. Run before the controllers start. */
export async function seedScenario(options: ScenarioOptions): Promise<void> {
  const past = new PastObjects(options);
  for (const name of NAMESPACES) {
    await past.create('namespaces.v1.', { metadata: { name, labels: { team: name } } }, 60 * DAY_MS);
  }
  for (const namespace of ['default', ...NAMESPACES]) {
    await past.create('serviceaccounts.v1.', { metadata: { name: 'default', namespace } }, 60 * DAY_MS);
    await past.create(
      'configmaps.v1.',
      { metadata: { name: 'kube-root-ca.crt', namespace }, data: { 'ca.crt': '' } },
      60 * DAY_MS,
    );
  }
  for (let i = 0; i < NODES; i++) await seedNode(past, i);
  for (const plan of DEPLOYMENTS) await seedDeployment(past, plan);
  await seedStuckRollout(past);
  for (const plan of CRONJOBS) await seedCronJob(past, plan);
  await seedConfiguration(past);
  await seedAccess(past);
  await seedSurroundings(past);
  await seedSets(past);
  await seedDefinitions(past.client, formatTime(past.now - DAY_MS));
  await seedReleases(past);
  await seedPlanned(past, DEVICE_OBJECTS);
}

/** Their pods are made by the controllers, at the start. */
async function seedSets(past: PastObjects): Promise<void> {
  for (const { resource, namespace, name, image, port, spec, nodeSelector } of SETS) {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { nodeSelector, containers: [containerOf(name, image, port)] } };
    await past.create(
      resource,
      { metadata: { name, namespace, labels }, spec: { ...spec, selector: { matchLabels: labels }, template } },
      40 * DAY_MS,
    );
  }
}

async function seedConfiguration(past: PastObjects): Promise<void> {
  for (const namespace of NAMESPACES) {
    for (let i = 0; i < 4; i++) {
      await past.create(
        'configmaps.v1.',
        { metadata: { name: `settings-${i}`, namespace }, data: { 'app.yaml': `tier: ${i}\n`, region: 'eu-west-1' } },
        20 * DAY_MS,
      );
    }
    for (const name of ['database', 'api-token']) {
      const stringData = { username: namespace, password: `demo-${randomSuffix(past.random, 12)}` };
      await past.create('secrets.v1.', { metadata: { name, namespace }, stringData }, 30 * DAY_MS);
    }
  }
}

/** dana works in one namespace and may not list namespaces; the viewer may look at everything but Secrets. */
async function seedAccess({ client }: PastObjects): Promise<void> {
  const rbac = 'v1.rbac.authorization.k8s.io';
  const subject = (name: string) => [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }];
  const roleRef = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name });
  await client.create(`rolebindings.${rbac}`, {
    metadata: { name: 'dana-edits', namespace: 'shop' },
    subjects: subject('dana'),
    roleRef: roleRef('edit'),
  });
  await client.create(`clusterrolebindings.${rbac}`, {
    metadata: { name: 'viewer-views' },
    subjects: subject('viewer'),
    roleRef: roleRef('view'),
  });
}
