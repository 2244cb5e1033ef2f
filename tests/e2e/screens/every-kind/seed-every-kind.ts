import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import {
  type GroupVersionResource,
  groupResource,
  resourceKey,
  resourcePath,
} from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { readPack } from '@lanthorn/views/packs/read-pack.ts';
import { CONFIG_STATES } from '@lanthorn/views/states/test-config-states.ts';
import { EXTENDED_STATES } from '@lanthorn/views/states/test-extended-states.ts';
import { POLICY_STATES } from '@lanthorn/views/states/test-policy-states.ts';
import { WORKLOAD_STATES } from '@lanthorn/views/states/test-workload-states.ts';
import type { TestCluster, Witness } from '../../harness.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const PACKS = join(ROOT, 'packages/views/packs');
const STATES = { ...WORKLOAD_STATES, ...CONFIG_STATES, ...POLICY_STATES, ...EXTENDED_STATES };
const NAMESPACE = 'shop';

/** A kind, and objects of it where the scenario has none. */
export interface SeededKind {
  readonly resource: GroupVersionResource;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly objects: readonly unknown[];
}

const PRINTED = join(ROOT, 'tests/conformance/printed');
const PRINTED_KINDS = new Set(readdirSync(PRINTED));

/** As the real printers were given them: of kinds that have no state. */
function printedObjects(resource: string): readonly unknown[] {
  if (!PRINTED_KINDS.has(`${resource}.jsonl`)) return [];
  const lines = readFileSync(join(PRINTED, `${resource}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map(line => getPath(JSON.parse(line), 'object'));
}

const recorded: readonly SeededKind[] = KIND_VIEWS.map(({ resource, kind, namespaced }) => {
  const states = Object.entries(STATES).find(([address]) => findKindAt(address)?.kind === kind);
  return {
    resource,
    kind,
    namespaced,
    objects: states?.[1].map(([, object]) => object) ?? printedObjects(resource.resource),
  };
});

const packed: readonly SeededKind[] = readdirSync(PACKS).flatMap(file => {
  const { kinds } = readPack(readFileSync(join(PACKS, file), 'utf8'));
  const cases = join(ROOT, 'packages/views/src/packs/cases', file.replace(/yaml$/, 'json'));
  const table = asObject(JSON.parse(readFileSync(cases, 'utf8')));
  return kinds.map(({ group, resource, kind }) => {
    const objects = asArray(table[groupResource({ group, resource })]).map(entry => getPath(entry, 'object'));
    const namespaced = objects.some(object => asString(getPath(object, 'metadata', 'namespace')) !== '');
    return { resource: { group, version: 'v1', resource }, kind, namespaced, objects };
  });
});

function definition({ resource: { group, version, resource }, kind, namespaced }: SeededKind): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    metadata: { name: `${resource}.${group}`, annotations: { 'api-approved.kubernetes.io': 'https://example.com' } },
    spec: {
      ...{ group, scope: namespaced ? 'Namespaced' : 'Cluster', names: { plural: resource, kind } },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

async function serves(server: TestCluster['server'], { resource }: SeededKind): Promise<boolean> {
  const admin = server.as({ username: 'admin', groups: ['system:masters'] });
  const { status } = await admin.send({ method: 'GET', path: resourcePath(resource), query: { limit: '1' } });
  return status === 200;
}

/** Every kind that has a record or a pack, each once. */
export const KNOWN_KINDS: readonly { readonly kind: SeededKind; readonly isPacked: boolean }[] = [
  ...new Map(
    [...packed, ...recorded].map(kind => [groupResource(kind.resource), { kind, isPacked: !recorded.includes(kind) }]),
  ).values(),
];

/** Has the cluster serve a kind; in the version of the scenario, where that defines it. */
export async function defineKind(cluster: Pick<Witness, 'other'>, kind: SeededKind): Promise<SeededKind> {
  const { status } = await cluster.other('POST', DEFINITIONS, definition(kind));
  if (status === 201) return kind;
  const { body } = await cluster.other('GET', `${DEFINITIONS}/${groupResource(kind.resource)}`);
  const version = asString(getPath(asArray(getPath(body, 'spec', 'versions'))[0], 'name'));
  return { ...kind, resource: { ...kind.resource, version } };
}

/** Gives a cluster with the scenario objects of every kind that has a record or a pack. */
export async function seedEveryKind({ server, ...cluster }: TestCluster): Promise<readonly SeededKind[]> {
  const known = new Map<string, SeededKind>();
  for (const { kind, isPacked } of KNOWN_KINDS) {
    const isServed = !isPacked && (await serves(server, kind));
    known.set(groupResource(kind.resource), isServed ? kind : await defineKind(cluster, kind));
  }
  const hasSome = ({ resource }: SeededKind) => server.storage.count(resourceKey(resource)) > 0;
  for (const kind of known.values()) if (!hasSome(kind)) load(server, kind);
  return [...known.values()];
}

function load(server: TestCluster['server'], { resource, objects, namespaced }: SeededKind): void {
  for (const [i, object] of objects.entries()) {
    const place = namespaced ? { namespace: NAMESPACE } : {};
    const own = { ...place, name: `state-${i}`, uid: `${groupResource(resource)}-${i}` };
    const metadata = { creationTimestamp: '2026-11-23T09:00:00Z', ...asObject(getPath(object, 'metadata')), ...own };
    server.load(resourceKey(resource), { ...asObject(object), metadata });
  }
}
