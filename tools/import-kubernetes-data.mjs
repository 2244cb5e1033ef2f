#!/usr/bin/env node
// Makes packages/apiserver/src/data from facts recorded of a running kube-apiserver (discovery, OpenAPI v3, Table columns).
// usage: node tools/import-kubernetes-data.mjs FOLDER   (FOLDER holds discovery-aggregated.json.gz, openapi-v3.json.gz, …)
// Descriptions are left out: a real cluster brings its own.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node tools/import-kubernetes-data.mjs FOLDER');
  process.exit(2);
}
const read = name => {
  const bytes = readFileSync(join(folder, name));
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
};
const target = join(import.meta.dirname, '../packages/apiserver/src/data');
const write = (name, value) => writeFileSync(join(target, name), `${JSON.stringify(value)}\n`);

/** What the embedded API server serves. */
const SERVED = {
  '/v1': [
    'bindings',
    'componentstatuses',
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'podtemplates',
    'replicationcontrollers',
    'resourcequotas',
    'secrets',
    'serviceaccounts',
    'services',
  ],
  'apps/v1': ['controllerrevisions', 'deployments', 'replicasets', 'statefulsets', 'daemonsets'],
  'admissionregistration.k8s.io/v1': [
    'mutatingadmissionpolicies',
    'mutatingadmissionpolicybindings',
    'mutatingwebhookconfigurations',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'validatingwebhookconfigurations',
  ],
  'apiextensions.k8s.io/v1': ['customresourcedefinitions'],
  'apiregistration.k8s.io/v1': ['apiservices'],
  'autoscaling/v1': ['horizontalpodautoscalers'],
  'autoscaling/v2': ['horizontalpodautoscalers'],
  'batch/v1': ['jobs', 'cronjobs'],
  'rbac.authorization.k8s.io/v1': ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
  'authorization.k8s.io/v1': [
    'localsubjectaccessreviews',
    'selfsubjectaccessreviews',
    'selfsubjectrulesreviews',
    'subjectaccessreviews',
  ],
  'certificates.k8s.io/v1': ['certificatesigningrequests', 'clustertrustbundles', 'podcertificaterequests'],
  'coordination.k8s.io/v1': ['leases'],
  'discovery.k8s.io/v1': ['endpointslices'],
  'events.k8s.io/v1': ['events'],
  'flowcontrol.apiserver.k8s.io/v1': ['flowschemas', 'prioritylevelconfigurations'],
  'networking.k8s.io/v1': ['ingressclasses', 'ingresses', 'ipaddresses', 'networkpolicies', 'servicecidrs'],
  'node.k8s.io/v1': ['runtimeclasses'],
  'policy/v1': ['poddisruptionbudgets'],
  'resource.k8s.io/v1': [
    'deviceclasses',
    'devicetaintrules',
    'resourceclaims',
    'resourceclaimtemplates',
    'resourceslices',
  ],
  'scheduling.k8s.io/v1': ['priorityclasses'],
  'storage.k8s.io/v1': [
    'csidrivers',
    'csinodes',
    'csistoragecapacities',
    'storageclasses',
    'volumeattachments',
    'volumeattributesclasses',
  ],
  'storagemigration.k8s.io/v1': ['storageversionmigrations'],
  'authentication.k8s.io/v1': ['selfsubjectreviews', 'tokenreviews'],
};
const SUBRESOURCES = new Set([
  'approval',
  'attach',
  'binding',
  'ephemeralcontainers',
  'eviction',
  'exec',
  'finalize',
  'log',
  'portforward',
  'proxy',
  'resize',
  'scale',
  'status',
  'token',
]);
/** Kinds that appear only inside answers, never as a resource. */
const EXTRA_KINDS = [
  'io.k8s.api.autoscaling.v1.Scale',
  'io.k8s.api.authentication.v1.TokenRequest',
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
];

/** Kinds that are stored in another version than the one they are served in. */
const STORED = {
  'autoscaling/v1/HorizontalPodAutoscaler': 'autoscaling/v2/HorizontalPodAutoscaler',
  'events.k8s.io/v1/Event': '/v1/Event',
  'apiextensions.k8s.io/v1/CustomResourceDefinition': 'apiextensions.k8s.io/v1beta1/CustomResourceDefinition',
};
/** As the server names the version it stores a kind in (apiserver/pkg/endpoints/discovery). */
const storageVersionHash = kind =>
  createHash('sha256')
    .update(STORED[kind] ?? kind)
    .digest()
    .subarray(0, 8)
    .toString('base64');

const discovery = read('discovery-aggregated.json.gz');
const groups = [...discovery['/api'].items, ...discovery['/apis'].items];
const resources = [];
for (const group of groups) {
  const name = group.metadata?.name ?? '';
  for (const version of group.versions) {
    const served = SERVED[`${name}/${version.version}`] ?? [];
    for (const entry of version.resources) {
      if (!served.includes(entry.resource)) continue;
      resources.push({
        group: name,
        version: version.version,
        resource: entry.resource,
        kind: entry.responseKind.kind,
        singular: entry.singularResource,
        namespaced: entry.scope === 'Namespaced',
        verbs: entry.verbs,
        shortNames: entry.shortNames ?? [],
        categories: entry.categories ?? [],
        storageVersionHash: entry.verbs.includes('watch')
          ? storageVersionHash(`${name}/${version.version}/${entry.responseKind.kind}`)
          : '',
        subresources: (entry.subresources ?? [])
          .filter(sub => SUBRESOURCES.has(sub.subresource))
          .map(sub => ({ name: sub.subresource, kind: sub.responseKind ?? null, verbs: sub.verbs })),
      });
    }
  }
}
write('resources.json', resources);

const withoutDescriptions = value => {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const [key, entry] of Object.entries(value)) {
    if (key !== 'description' || typeof entry !== 'string') copy[key] = withoutDescriptions(entry);
  }
  return copy;
};
const documents = read('openapi-v3.json.gz');
const all = {};
for (const document of Object.values(documents)) Object.assign(all, document.components?.schemas);
const schemas = {};
const add = name => {
  if (schemas[name] !== undefined || all[name] === undefined) return;
  schemas[name] = withoutDescriptions(all[name]);
  for (const [, reference] of JSON.stringify(schemas[name]).matchAll(/#\/components\/schemas\/([^"]+)/g))
    add(reference);
};
const isServedKind = schema =>
  (schema['x-kubernetes-group-version-kind'] ?? []).some(gvk =>
    resources.some(
      entry =>
        entry.group === gvk.group &&
        entry.version === gvk.version &&
        [entry.kind, `${entry.kind}List`].includes(gvk.kind),
    ),
  );
for (const [name, schema] of Object.entries(all)) if (isServedKind(schema) || EXTRA_KINDS.includes(name)) add(name);
for (const schema of Object.values(schemas)) {
  const kinds = schema['x-kubernetes-group-version-kind'];
  // Meta kinds list one entry for every group of the server; only the groups served here matter.
  if (kinds?.length > 3) schema['x-kubernetes-group-version-kind'] = kinds.filter(gvk => gvk.group === '');
}
write('schemas.json', schemas);

const columns = read('table-columns.json.gz');
const servedColumns = {};
for (const { group, version, resource } of resources) {
  const key = `${group === '' ? 'core' : group}/${version}/${resource}`;
  if (columns[key] === undefined) continue;
  servedColumns[`${resource}.${version}.${group}`] = columns[key].map(({ name, type, format, priority }) => ({
    name,
    type,
    format,
    priority,
  }));
}
write('columns.json', servedColumns);

const fresh = read('fresh-objects.json.gz');
/** What a new cluster has of itself, of kinds that are served. */
const BOOTSTRAP = {
  'clusterroles.v1.rbac.authorization.k8s.io': '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  'clusterrolebindings.v1.rbac.authorization.k8s.io': '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  'roles.v1.rbac.authorization.k8s.io': '/apis/rbac.authorization.k8s.io/v1/roles',
  'rolebindings.v1.rbac.authorization.k8s.io': '/apis/rbac.authorization.k8s.io/v1/rolebindings',
  'priorityclasses.v1.scheduling.k8s.io': '/apis/scheduling.k8s.io/v1/priorityclasses',
  'prioritylevelconfigurations.v1.flowcontrol.apiserver.k8s.io':
    '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations',
  'flowschemas.v1.flowcontrol.apiserver.k8s.io': '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
  'apiservices.v1.apiregistration.k8s.io': '/apis/apiregistration.k8s.io/v1/apiservices',
};
const slim = object => {
  const {
    managedFields: _,
    uid: _uid,
    resourceVersion: _rv,
    creationTimestamp: _created,
    ...metadata
  } = object.metadata;
  return { ...object, metadata };
};
/** Of API services, those of groups that are served. */
const isServed = ({ spec }) =>
  spec?.groupPriorityMinimum === undefined || SERVED[`${spec.group ?? ''}/${spec.version}`] !== undefined;
const listOf = path => (Array.isArray(fresh[path]) ? fresh[path] : fresh[path].items).filter(isServed);
write(
  'bootstrap-objects.json',
  Object.fromEntries(Object.entries(BOOTSTRAP).map(([resource, path]) => [resource, listOf(path).map(slim)])),
);
write('version.json', read('version.json'));

// What the tests replay: answers without ownership records and descriptions, and defaulted objects of the served kinds.
const withoutNoise = value => {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'managedFields' || (key === 'description' && typeof entry === 'string' && value.format !== undefined))
      continue;
    copy[key] = withoutNoise(entry);
  }
  return copy;
};
const recorded = join(import.meta.dirname, '../tests/conformance/recorded');
const writeRecorded = (name, value) => writeFileSync(join(recorded, name), `${JSON.stringify(value, null, 1)}\n`);
writeRecorded('answers.json', withoutNoise(read('answers.json')));
const isServedPath = path =>
  resources.some(
    ({ group, version, resource }) =>
      path.startsWith(`${group === '' ? '/api' : `/apis/${group}`}/${version}/`) && path.endsWith(`/${resource}`),
  );
writeRecorded(
  'defaulted.json',
  withoutNoise(Object.fromEntries(Object.entries(read('defaulted.json.gz')).filter(([path]) => isServedPath(path)))),
);
