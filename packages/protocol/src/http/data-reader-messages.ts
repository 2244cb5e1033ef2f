import * as z from 'zod/mini';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { DataReading } from '@lanthorn/views/facts/data-readings.ts';
import { pathSegment, text } from '../path-segment.ts';

/** Body of `POST /api/data-readers`: who reads this object, and how? */
export const dataReadersRequest = z.strictObject({
  cluster: text,
  kind: z.enum(['configmaps', 'secrets']),
  namespace: pathSegment,
  name: pathSegment,
});
export type DataReadersRequest = z.infer<typeof dataReadersRequest>;

/** A workload, or a pod that no known one makes. */
export interface DataReader {
  readonly resource: GroupVersionResource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly readings: readonly DataReading[];
}

export interface DataReadersAnswer {
  /** The first of them. */
  readonly readers: readonly DataReader[];
  readonly total: number;
  /** Kinds that could not be listed, as `pods` or `jobs.batch`. */
  readonly unread: readonly string[];
}
