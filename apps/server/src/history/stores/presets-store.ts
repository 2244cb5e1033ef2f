import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import type { PresetsQuery } from '@lanthorn/protocol/http/preset-messages.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';

/** The CronJob whose presets are meant. */
export interface PresetsOf extends Omit<PresetsQuery, 'cluster'> {
  readonly cluster: ClusterKey;
}

/** Named values for runs of a CronJob. Every call rejects when it cannot be carried out. */
export interface PresetsStore {
  /** The first kept first. */
  presets(of: PresetsOf): Promise<Record<string, RunParameters>>;
  /** Keeps values under a name, or drops the name for null. */
  savePreset(of: PresetsOf, name: string, run: RunParameters | null): Promise<void>;
}
