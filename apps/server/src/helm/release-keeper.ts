import type { ClusterKey } from '../upstream/cluster-key.ts';
import type { SecretReader } from '../upstream/sources/secret-reader.ts';
import { HeadCache } from './head-cache.ts';
import { type LeaseStored, ReleaseList, type ReleaseListOptions } from './release-list.ts';
import { ReleaseReader } from './release-reader.ts';

/** What lists of releases share. */
export class ReleaseKeeper {
  readonly reader: ReleaseReader;
  readonly #lease: LeaseStored;
  readonly #heads = new HeadCache();

  constructor(options: {
    readonly secretReader: (key: ClusterKey) => Pick<SecretReader, 'read'> | undefined;
    readonly lease: LeaseStored;
  }) {
    this.reader = new ReleaseReader(options.secretReader);
    this.#lease = options.lease;
  }

  open(of: Omit<ReleaseListOptions, 'lease' | 'reader' | 'heads'>): ReleaseList {
    return new ReleaseList({ ...of, lease: this.#lease, reader: this.reader, heads: this.#heads });
  }
}
