import { Buffer } from 'node:buffer';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import type { DiscoveredResource } from '@lanthorn/kube/api/discovery.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { refusalReason, type Status } from '@lanthorn/kube/api/status.ts';
import { releaseOf } from '@lanthorn/kube/helm/release-names.ts';
import { type ReleaseObject, releaseObjects } from '@lanthorn/kube/helm/release-objects.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import { driftedFields } from '@lanthorn/kube/objects/drifted-fields.ts';
import { splitDocuments } from '@lanthorn/kube/objects/manifests.ts';
import { MASK } from '@lanthorn/kube/objects/secret-values.ts';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ReleaseObjectsAnswer, ToldReleaseObject } from '@lanthorn/protocol/http/helm-messages.ts';
import { isStatus, type StatusCell } from '@lanthorn/views/cells/cell.ts';
import { viewOf } from '@lanthorn/views/custom-kind.ts';
import { failureBy, tryRead } from '../upstream/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { mapParallel } from '../upstream/parallel.ts';
import type { SecretReader } from '../upstream/sources/secret-reader.ts';

/** Each is a request; the largest charts have some hundred. */
const MAX_OBJECTS = 500;
/** Fields of one object that are told; what differs in more was made anew. */
const MAX_DRIFT = 30;

export interface DeployedRelease {
  readonly namespace: string;
  readonly name: string;
  readonly manifest: string;
}

interface Context {
  readonly cluster: Cluster;
  readonly kinds: readonly DiscoveredResource[];
  readonly release: DeployedRelease;
  readonly secrets: Pick<SecretReader, 'read'> | undefined;
}

/** What of a release's manifest is in the cluster, how it is, and what is no longer as the manifest has it. Values of Secrets are compared here, and not told. */
export async function readReleaseObjects(
  cluster: Cluster,
  release: DeployedRelease,
  {
    kinds,
    secrets,
    clock,
  }: {
    readonly kinds: (cluster: Cluster) => Promise<{ readonly kinds: readonly DiscoveredResource[] }>;
    readonly secrets: Pick<SecretReader, 'read'> | undefined;
    readonly clock: Pick<Clock, 'nextTurn'>;
  },
): Promise<ReleaseObjectsAnswer> {
  const objects: ReleaseObject[] = [];
  let isWhole = true;
  for (const { text } of splitDocuments(release.manifest)) {
    const read = releaseObjects(text);
    objects.push(...read.objects);
    isWhole &&= read.isWhole;
    // oxlint-disable-next-line no-await-in-loop -- a turn for others between two documents
    await clock.nextTurn();
  }
  const told = objects.slice(0, MAX_OBJECTS);
  const known = await kinds(cluster).then(
    ({ kinds: found }) => ({ kinds: found, reason: null }),
    (error: unknown) => ({ kinds: [], reason: reasonOfError(error) }),
  );
  const context = { cluster, kinds: known.kinds, release, secrets };
  const answers = await mapParallel(told, async one =>
    known.reason === null
      ? toldObject(one, await find(one, context), context)
      : toldObject(one, { state: 'unknown', reason: known.reason }, context),
  );
  return { objects: answers, isWhole: isWhole && objects.length === told.length, asOf: cluster.clock.now() };
}

type Found =
  | { readonly state: 'there'; readonly live: unknown; readonly kind: DiscoveredResource }
  | { readonly state: 'missing' | 'unserved' | 'forbidden' | 'unknown'; readonly reason: Reason | null };

async function find(one: ReleaseObject, { cluster, kinds, release, secrets }: Context): Promise<Found> {
  const { group, version } = parseApiVersion(one.apiVersion);
  const kind = kinds.find(known => known.group === group && known.kind === one.kind);
  if (kind === undefined) return { state: 'unserved', reason: null };
  const namespace = kind.isNamespaced ? one.namespace || release.namespace : '';
  if (![version, one.name, ...(kind.isNamespaced ? [namespace] : [])].every(isPathSegment))
    return { state: 'unknown', reason: problem('malformed', { detail: one.name }) };
  const isSecret = group === '' && kind.resource === 'secrets';
  const { object, status } =
    isSecret && secrets !== undefined
      ? await readSecret(secrets, namespace, one.name)
      : await tryRead(cluster, { resource: { group, version, resource: kind.resource }, namespace, name: one.name });
  return status === null ? { state: 'there', live: object, kind } : refused(status);
}

async function readSecret(
  secrets: Pick<SecretReader, 'read'>,
  namespace: string,
  name: string,
): Promise<{ readonly object: unknown; readonly status: Status | null }> {
  try {
    const { secret, status } = await secrets.read(namespace, name);
    return { object: secret, status };
  } catch (error) {
    return { object: null, status: failureBy(error) };
  }
}

function refused(status: Status): Found {
  const reason = refusalReason(status);
  if (status.code === 403) return { state: 'forbidden', reason };
  if (status.code !== 404) return { state: 'unknown', reason };
  // A server that lacks the object names it; one that lacks the version says no more than that there is nothing.
  return { state: (status.details?.name ?? '') === '' ? 'unserved' : 'missing', reason: null };
}

function toldObject(one: ReleaseObject, found: Found, { release, cluster }: Context): ToldReleaseObject {
  const { apiVersion, kind, name, isKept } = one;
  const isNamespaced = found.state !== 'there' || found.kind.isNamespaced;
  const namespace = isNamespaced ? one.namespace || release.namespace : '';
  const known = { apiVersion, kind, namespace, name, isKept, state: found.state };
  if (found.state !== 'there')
    return { ...known, reason: found.reason, status: null, drift: [], drifted: 0, otherRelease: '' };
  const drift = driftOf(one.object, found.live);
  const owner = releaseOf(found.live);
  const isOther = owner !== null && (owner.name !== release.name || owner.namespace !== release.namespace);
  return {
    ...known,
    reason: null,
    status: statusOf(found, cluster.clock.now()),
    drift: drift.slice(0, MAX_DRIFT),
    drifted: drift.length,
    otherRelease: isOther ? `${owner.namespace}/${owner.name}` : '',
  };
}

function statusOf({ live, kind }: Extract<Found, { state: 'there' }>, now: number): StatusCell | null {
  const { group, version, resource, isNamespaced: namespaced } = kind;
  const view = viewOf({ group, version, resource, custom: { kind: kind.kind, namespaced, columns: [] } });
  const cell = view?.columns.find(({ type }) => type === 'status')?.read(live, { now });
  return cell !== undefined && isStatus(cell) ? cell : null;
}

/** What an object is found by, and what only a server writes, is not compared. */
function driftOf(written: JsonObject, live: unknown): readonly TreeChange[] {
  const { apiVersion: _apiVersion, kind, status: _status, metadata, ...rest } = written;
  const { namespace: _namespace, creationTimestamp: _created, ...meta } = asObject(metadata);
  const isSecret = kind === 'Secret';
  const changes = driftedFields({ metadata: meta, ...(isSecret ? secretFields(rest) : rest) }, live);
  if (!isSecret) return changes;
  const mask = (value: unknown) => (value === undefined ? undefined : MASK);
  return changes.map(({ path, before, after }) => ({ path, before: mask(before), after: mask(after) }));
}

/** As the server keeps them: what is written as text is in base64 there, over what was written so. */
function secretFields({ stringData, ...rest }: JsonObject): JsonObject {
  const texts = Object.entries(asObject(stringData)).map(([key, text]) => [
    key,
    Buffer.from(String(text), 'utf8').toString('base64'),
  ]);
  const data = { ...asObject(getPath(rest, 'data')), ...(Object.fromEntries(texts) as JsonObject) };
  return { ...rest, ...(Object.keys(data).length === 0 ? {} : { data }) };
}
