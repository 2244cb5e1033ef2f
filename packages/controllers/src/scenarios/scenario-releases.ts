import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { base64 } from '@lanthorn/base/base64.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { RELEASE_SECRET_TYPE, storageName } from '@lanthorn/kube/helm/release-names.ts';
import { allValues } from '@lanthorn/kube/helm/release-values.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { PastObjects } from './past-objects.ts';
import { DEFAULTS, type ReleasePlan, RELEASES, type RevisionPlan } from './release-plans.ts';
import { containerOf } from './scenario-workloads.ts';
import { storedGzip } from './stored-gzip.ts';

/** An object of a manifest, and where the cluster has its kind. */
interface Templated {
  readonly resource: string;
  readonly template: string;
  readonly object: KubeObject;
}

/** Releases as Helm left them: one that went well, one that failed, one that hangs, and one of which something was taken away. */
export async function seedReleases(past: PastObjects): Promise<void> {
  for (const plan of RELEASES) {
    await seedObjects(past, plan);
    for (const [i, revision] of plan.revisions.entries()) await seedRevision(past, { plan, revision, number: i + 1 });
  }
}

async function seedObjects(past: PastObjects, plan: ReleasePlan): Promise<void> {
  const revision = plan.revisions[plan.there - 1];
  if (revision === undefined) return;
  for (const { resource, object } of templatesOf(plan, revision)) {
    if (plan.lacksConfig === true && object.kind === 'ConfigMap') continue;
    const annotations = { 'meta.helm.sh/release-name': plan.name, 'meta.helm.sh/release-namespace': plan.namespace };
    const { metadata, ...rest } = object;
    const isScaled = plan.replicas !== undefined && object.kind === 'Deployment';
    const there = isScaled ? { ...rest, spec: { ...asObject(rest['spec']), replicas: plan.replicas } } : rest;
    await past.create(
      resource,
      {
        ...there,
        metadata: {
          ...metadata,
          namespace: plan.namespace,
          annotations: { ...metadata.annotations, ...annotations },
        },
      },
      revision.ageMs,
    );
  }
}

interface Revision {
  readonly plan: ReleasePlan;
  readonly revision: RevisionPlan;
  readonly number: number;
}

/** As Helm's storage driver writes it: JSON, gzip, base64, and once more base64 as in every Secret. */
async function seedRevision(past: PastObjects, { plan, revision, number }: Revision): Promise<void> {
  const { name, namespace } = plan;
  const json = JSON.stringify(releaseOf(past, { plan, revision, number }));
  const release = base64(asciiBytes(base64(storedGzip(utf8Bytes(json)))));
  const modifiedAt = String(Math.floor((past.now - revision.ageMs) / 1_000));
  const labels = { name, owner: 'helm', status: revision.status, version: String(number), modifiedAt };
  await past.create(
    'secrets.v1.',
    { metadata: { name: storageName(name, number), namespace, labels }, type: RELEASE_SECRET_TYPE, data: { release } },
    revision.ageMs,
  );
}

function releaseOf(past: PastObjects, { plan, revision, number }: Revision): JsonObject {
  const { name, namespace, chart, summary } = plan;
  const at = (ageMs: number) => formatTime(past.now - ageMs);
  const parts = templatesOf(plan, revision).map(
    ({ template, object }) => `---\n# Source: ${chart}/templates/${template}.yaml\n${yamlText(object)}`,
  );
  return {
    name,
    info: {
      first_deployed: at(plan.revisions[0]?.ageMs ?? 0),
      last_deployed: at(revision.ageMs),
      deleted: '',
      description: revision.description,
      status: revision.status,
      notes: `${chart} is reached inside the cluster at ${name}.${namespace}:80.\n`,
    },
    chart: {
      metadata: {
        ...{ name: chart, home: `https://charts.example/${chart}`, version: revision.chartVersion },
        ...{ description: summary, apiVersion: 'v2', appVersion: revision.appVersion, type: 'application' },
        maintainers: [{ name: 'Platform team', email: 'platform@shop.example' }],
        sources: [`https://git.example/charts/${chart}`],
        dependencies: [{ name: 'common', version: '2.x.x', repository: 'oci://registry.example/charts' }],
      },
      lock: null,
      templates: [],
      values: DEFAULTS,
      schema: null,
      files: null,
    },
    config: revision.values,
    manifest: parts.join(''),
    hooks: [hookOf(plan, revision, at(revision.ageMs))],
    version: number,
    namespace,
  };
}

function hookOf({ name, chart, image }: ReleasePlan, { appVersion }: RevisionPlan, at: string): JsonObject {
  const container = containerOf('check', `${image}:${appVersion}`);
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${name}-check`, annotations: { 'helm.sh/hook': 'post-upgrade,post-rollback' } },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
  };
  return {
    ...{ name: `${name}-check`, kind: 'Job', path: `${chart}/templates/check.yaml`, manifest: yamlText(job) },
    ...{ events: ['post-upgrade', 'post-rollback'], weight: 0, delete_policies: ['hook-succeeded'] },
    last_run: { started_at: at, completed_at: at, phase: 'Succeeded' },
  };
}

/** What the charts make of their values. */
function templatesOf({ name, image, chart, hasClaim = false }: ReleasePlan, revision: RevisionPlan): Templated[] {
  const values = allValues(revision.values, DEFAULTS);
  const labels = {
    ...{ app: name, 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': `${chart}-${revision.chartVersion}` },
  };
  const metadata = { name, labels };
  const container = {
    ...containerOf(chart, `${image}:${revision.appVersion}`),
    ports: [{ name: 'http', containerPort: 8080 }],
    envFrom: [{ configMapRef: { name, optional: true } }],
  };
  const claim: Templated = {
    resource: 'persistentvolumeclaims.v1.',
    template: 'claim',
    object: {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
      metadata: { ...metadata, annotations: { 'helm.sh/resource-policy': 'keep' } },
      spec: {
        storageClassName: 'standard',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '8Gi' } },
      },
    },
  };
  return [
    {
      resource: 'secrets.v1.',
      template: 'secret',
      object: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata,
        type: 'Opaque',
        data: { password: base64(asciiBytes(`demo-${name}`)) },
      },
    },
    {
      resource: 'configmaps.v1.',
      template: 'configmap',
      object: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: asObject(values['config']) },
    },
    ...(hasClaim ? [claim] : []),
    {
      resource: 'services.v1.',
      template: 'service',
      object: {
        ...{ apiVersion: 'v1', kind: 'Service', metadata },
        spec: {
          type: getPath(values, 'service', 'type'),
          selector: { app: name },
          ports: [{ name: 'http', port: getPath(values, 'service', 'port'), targetPort: 8080 }],
        },
      },
    },
    {
      resource: 'deployments.v1.apps',
      template: 'deployment',
      object: {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
        spec: {
          replicas: values['replicas'],
          selector: { matchLabels: { app: name } },
          template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
        },
      },
    },
  ];
}

const asciiBytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));

/** Pure code has no TextEncoder; a percent-encoded text has the same bytes. */
function utf8Bytes(text: string): Uint8Array {
  const encoded = encodeURIComponent(text).replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return asciiBytes(encoded);
}
