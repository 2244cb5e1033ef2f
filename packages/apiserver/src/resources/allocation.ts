import type { Random } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { FieldError } from '../wire/api-error.ts';

/** An object with what it was given of what a cluster has only once; unchanged where that was refused. */
export interface Allocation {
  readonly object: KubeObject;
  readonly errors: readonly FieldError[];
}

/** Which addresses and ports of nodes are taken; drawing throws where none is free. */
export interface Network {
  hasAddress(address: string): boolean;
  hasPort(port: number): boolean;
  drawAddress(random: Random): string;
  drawPort(random: Random, others: ReadonlySet<number>): number;
}

export interface AllocationContext {
  /** The object that is replaced. */
  readonly old: KubeObject | null;
  readonly network: Network;
  readonly random: Random;
  readonly dryRun: boolean;
}
