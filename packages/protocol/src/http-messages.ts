import * as z from 'zod/mini';
import { ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import type { ActionKind } from '@lanthorn/actions/action.ts';
import type { Operation, TargetPreview } from './down-messages.ts';

/** Requests that change something must carry this header: no form and no foreign page can set it. */
export const REQUEST_HEADER = 'x-lanthorn';

/** Targets of one operation; "all that match" is resolved on the server by a later mechanism. */
export const MAX_TARGETS = 500;

const text = z.string().check(z.maxLength(1024));
const target = z.object({
  cluster: text,
  resource: z.object({ group: text, version: text, resource: text }),
  namespace: text,
  name: text,
  uid: text,
});

const kinds = ACTION_RECORDS.map(record => record.kind) as [ActionKind, ...ActionKind[]];

/** Body of `POST /api/preview` and `POST /api/operations`: the same value, dry and for real. */
export const operationRequest = z.object({
  /** Drawn by the page when the dialog opens; the same id is the same operation. */
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  kind: z.enum(kinds),
  /** Short lower-case suffix of created names. */
  suffix: z.string().check(z.regex(/^[a-z0-9]{4,10}$/)),
  targets: z.array(target).check(z.minLength(1), z.maxLength(MAX_TARGETS)),
});
export type OperationRequest = z.infer<typeof operationRequest>;

/** Body of `POST /api/access`: may this identity do that? */
export const accessRequest = z.object({
  cluster: text,
  checks: z
    .array(z.object({ verb: text, group: text, resource: text, namespace: text, name: text }))
    .check(z.maxLength(100)),
});
export type AccessRequest = z.infer<typeof accessRequest>;
export interface AccessAnswer {
  /** In the order of the checks; null when the server could not be asked. */
  readonly allowed: readonly (boolean | null)[];
}

export interface ClusterInfo {
  /** Unique among the configured clusters: the kubeconfig context. */
  readonly name: string;
  readonly isDemo: boolean;
  readonly server: string;
  readonly user: string;
  /** The context's own namespace. */
  readonly namespace: string;
  /** Why it cannot be used at all (a broken context); null when it can be tried. */
  readonly problem: string | null;
}

/** Answer of `GET /api/clusters`. */
export interface ClustersAnswer {
  readonly version: string;
  readonly current: string;
  readonly clusters: readonly ClusterInfo[];
  /** The demo can be opened beside the configured clusters. */
  readonly canStartDemo: boolean;
}

/** Answer of `GET /api/clusters/:name/health`. */
export interface HealthAnswer {
  readonly isReachable: boolean;
  readonly message: string;
  readonly version: string;
}

export interface PreviewAnswer {
  readonly previews: readonly TargetPreview[];
}

export interface OperationAnswer {
  readonly operation: Operation;
}
