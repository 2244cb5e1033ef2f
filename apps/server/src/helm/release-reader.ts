import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ReleaseStorage } from '@lanthorn/kube/helm/release-names.ts';
import type { ReleaseParts } from '@lanthorn/kube/helm/release.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { clusterSays, messageOf, readTarget } from '../upstream/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';
import type { SecretReader } from '../upstream/sources/secret-reader.ts';
import { decodeRelease, type Extent } from './decode-release.ts';

export interface StoredAt {
  readonly storage: ReleaseStorage;
  readonly namespace: string;
  /** The object that holds the revision. */
  readonly object: string;
}

export interface ReadRelease {
  readonly parts: ReleaseParts;
  readonly uid: string;
  readonly problem: null;
}

export interface UnreadRelease {
  readonly problem: Problem;
  /** With what HTTP says so: what the cluster refused, with its own status. */
  readonly status: number;
}

const BAD_GATEWAY = 502;
const UNPROCESSABLE = 422;

/** Reads revisions of releases for who asks for that very one, as that person; it keeps nothing. */
export class ReleaseReader {
  readonly #secretReader: (key: ClusterKey) => Pick<SecretReader, 'read'> | undefined;

  constructor(secretReader: (key: ClusterKey) => Pick<SecretReader, 'read'> | undefined) {
    this.#secretReader = secretReader;
  }

  /** Never rejects. */
  async read(cluster: Cluster, at: StoredAt, extent: Extent): Promise<ReadRelease | UnreadRelease> {
    try {
      const { object, status } = await this.#object(cluster, at);
      if (status !== null) return { problem: clusterSays(status), status: statusOf(status) };
      const decoded = await decodeRelease(object, at.storage, extent);
      if (decoded.problem !== null) return { problem: decoded.problem, status: UNPROCESSABLE };
      return { parts: decoded.parts, uid: readMeta(object).uid, problem: null };
    } catch (error) {
      return { problem: problem('clusterFailed', { detail: messageOf(error) }), status: BAD_GATEWAY };
    }
  }

  async #object(
    cluster: Cluster,
    { storage, namespace, object: name }: StoredAt,
  ): Promise<{ readonly object: unknown; readonly status: Status | null }> {
    if (storage === 'configmaps')
      return readTarget(cluster, { resource: { group: '', version: 'v1', resource: storage }, namespace, name });
    const reader = this.#secretReader(cluster.key);
    if (reader === undefined) throw new Error('its Secrets cannot be read here');
    const { secret, status } = await reader.read(namespace, name);
    return { object: secret, status };
  }
}

function statusOf({ code = 0 }: Status): number {
  return code >= 400 && code < 500 ? code : BAD_GATEWAY;
}
