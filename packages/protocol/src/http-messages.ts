import * as z from 'zod/mini';
import { type ActionKind, ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import type { ActionParams } from '@lanthorn/actions/machinery/action.ts';
import { DEBUG_PROFILES } from '@lanthorn/actions/machinery/debug-profile.ts';
import type { DrainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { MAX_MANIFESTS } from '@lanthorn/kube/objects/max-manifests.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { OpenApiSchemas } from '@lanthorn/kube/edit/type-schema.ts';
import type { Problem } from './error-kinds.ts';
import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import type { KeptSkip, RecordedRun } from './recorded-run.ts';
import type { HistoryState, Operation, OperationHead, OperationTarget, TargetPreview } from './down-messages.ts';
import {
  MAX_AT_ONCE,
  MAX_CHECKS,
  MAX_EVENT_OBJECTS,
  MAX_NAME_QUERY,
  MAX_CLUSTERS,
  MAX_NAMESPACES,
  MAX_RECORDED_NAMESPACES,
  MAX_TARGETS,
} from './constants.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { listedResource, type PrintedColumn } from './listed-resource.ts';
import {
  groupVersionResource,
  optionalSegment,
  pathSegment,
  resourceWithPart,
  segmentsUpTo,
  text,
} from './path-segment.ts';

/** What is wrong with a message, a line for each place. */
export function malformed(error: Parameters<typeof z.prettifyError>[0]): string {
  return z.prettifyError(error);
}

const target = z.object({
  cluster: text,
  resource: groupVersionResource,
  namespace: optionalSegment,
  name: pathSegment,
  uid: text,
});

const kinds = ACTION_RECORDS.map(record => record.kind) as [ActionKind, ...ActionKind[]];

/** How clashes were decided, by `pathText`. */
const choices = z.record(z.string(), z.enum(['mine', 'live']));
/** An object as a page sends it back: anything with metadata. */
const kubeObject = z.custom<KubeObject>(value => isKubeObject(value));
const params = z.custom<ActionParams>(value => value === undefined || actionParams.safeParse(value).success);
const strings = z.array(z.string());
const stringMap = z.record(z.string(), z.string());
const markChanges = z.record(z.string(), z.nullable(z.string()));
const count = z.nullable(z.int().check(z.nonnegative()));
/** Values of one run. */
export const runParameters = z.strictObject({
  containers: z.array(
    z.strictObject({
      name: z.string(),
      image: z.string(),
      command: strings,
      args: strings,
      env: stringMap,
      requests: stringMap,
      limits: stringMap,
    }),
  ),
  nodeSelector: stringMap,
  activeDeadlineSeconds: count,
  backoffLimit: count,
  parallelism: count,
  completions: count,
});
// Kubernetes counts in 32 bits.
const podCount = z.int().check(z.nonnegative(), z.lte(2 ** 31 - 1));
const rbacSubject = z.strictObject({
  kind: z.enum(['User', 'Group', 'ServiceAccount']),
  name: text,
  namespace: z.string(),
});
const bounds = { min: podCount, max: podCount };
/** New values by name; null takes one away. */
const changedMap = z.record(z.string(), z.nullable(z.string()));
const taints = z.array(z.strictObject({ key: z.string(), value: z.optional(z.string()), effect: z.string() }));
const actionParams = z.strictObject({
  run: z.optional(runParameters),
  schedules: z.optional(z.record(z.string(), z.strictObject({ schedule: text, timeZone: z.optional(text) }))),
  rerun: z.optional(z.strictObject({ indexes: z.array(z.int().check(z.nonnegative())) })),
  backfill: z.optional(
    z.strictObject({
      slots: z.array(z.int().check(z.nonnegative())),
      env: z.string().check(z.regex(/^([A-Za-z_][A-Za-z0-9_.-]*)?$/)),
      atOnce: z.int().check(z.gte(1), z.lte(MAX_AT_ONCE)),
    }),
  ),
  pause: z.optional(z.strictObject({ until: z.iso.datetime(), by: text, reason: text })),
  scale: z.optional(z.strictObject({ replicas: podCount, from: z.optional(podCount), choices: z.optional(choices) })),
  bounds: z.optional(
    z.strictObject({ ...bounds, from: z.optional(z.strictObject(bounds)), choices: z.optional(choices) }),
  ),
  growth: z.optional(z.strictObject({ size: text })),
  debug: z.optional(
    z.strictObject({ name: pathSegment, image: text, target: optionalSegment, profile: z.enum(DEBUG_PROFILES) }),
  ),
  containers: z.optional(
    z.array(
      z.strictObject({
        name: z.string(),
        isInit: z.boolean(),
        image: z.optional(z.string()),
        requests: z.optional(changedMap),
        limits: z.optional(changedMap),
        env: z.optional(changedMap),
      }),
    ),
  ),
  rollback: z.optional(z.strictObject({ revision: z.int().check(z.nonnegative()), name: z.optional(pathSegment) })),
  grace: z.optional(z.strictObject({ seconds: podCount })),
  drain: z.optional(z.strictObject({ emptyDirs: z.boolean(), unmanaged: z.boolean() })),
  taints: z.optional(z.strictObject({ wanted: taints, before: taints })),
  // What it changes the server reads in its own packs.
  pack: z.optional(z.strictObject({ action: text, title: text, part: z.optional(z.literal('status')) })),
  reveal: z.optional(z.strictObject({ key: text })),
  grant: z.optional(
    z.strictObject({
      role: z.strictObject({ kind: z.enum(['Role', 'ClusterRole']), name: pathSegment }),
      subject: rbacSubject,
    }),
  ),
  revoke: z.optional(z.strictObject({ subject: rbacSubject })),
  secretKeys: z.optional(
    z.strictObject({
      set: z.array(z.strictObject({ key: text, value: z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/)) })),
      renamed: z.array(z.strictObject({ from: text, to: text })),
      removed: strings,
    }),
  ),
  marks: z.optional(z.strictObject({ labels: markChanges, annotations: markChanges })),
  deletion: z.optional(
    z.strictObject({
      propagation: z.enum(['Background', 'Foreground', 'Orphan']),
      // Kubernetes counts in 64 bits; more than a day is a slip of the hand.
      grace: z.nullable(z.int().check(z.nonnegative(), z.lte(86_400))),
    }),
  ),
  apply: z.optional(
    z.strictObject({
      documents: z
        .array(
          z.strictObject({
            object: kubeObject,
            takesOver: z.optional(z.boolean()),
            expects: z.optional(z.enum(['absent', 'present'])),
            restsOn: z.optional(text),
          }),
        )
        .check(z.maxLength(MAX_MANIFESTS)),
      stops: z.boolean(),
    }),
  ),
  edit: z.optional(
    z.strictObject({
      base: kubeObject,
      mine: kubeObject,
      choices,
    }),
  ),
});

/** The part that is the same for a repeated click: the same id is the same operation. */
const identity = {
  /** Drawn by the page when the dialog opens. */
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  /** Short lower-case suffix of created names. */
  suffix: z.string().check(z.regex(/^[a-z0-9]{4,10}$/)),
};

/** Something new, which takes nothing back. */
export const newRequest = z.strictObject({
  ...identity,
  kind: z.enum(kinds),
  targets: z.array(target).check(z.minLength(1), z.maxLength(MAX_TARGETS)),
  /** For all targets alike. */
  params: z.optional(params),
});
export type NewRequest = z.infer<typeof newRequest>;

/** Body of `POST /api/preview` and `POST /api/operations`: the same value, dry and for real. */
export const operationRequest = z.union([
  newRequest,
  /** Takes an operation back, every target of it that was changed. */
  z.strictObject({ ...identity, undoOf: identity.id, choices: z.optional(choices) }),
]);
export type OperationRequest = z.infer<typeof operationRequest>;

/** Whose operations are asked for by `GET /api/history`. */
export const historyQuery = z.object({
  cluster: text,
  group: optionalSegment,
  resource: pathSegment,
  namespace: optionalSegment,
  name: pathSegment,
  /** Milliseconds: what was done after it is left out. */
  until: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

/** An operation on one object, as it was recorded. */
export interface HistoryEntry {
  readonly operation: OperationHead;
  readonly entry: OperationTarget;
  readonly changes: readonly TreeChange[];
}
export interface HistoryAnswer {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** There are older ones: they are asked for with `until`. */
  readonly hasMore: boolean;
  readonly state: HistoryState;
}

/** Whose kept runs are asked for by `GET /api/runs`. */
export const runsQuery = z.object({ cluster: text, cronJobUid: text });
export type RunsQuery = z.infer<typeof runsQuery>;
export interface RunsAnswer {
  /** Newest first. */
  readonly runs: readonly RecordedRun[];
  /** Newest first. */
  readonly skips: readonly KeptSkip[];
}

/** Body of `POST /api/kept-events`: what was said of these objects, by uid, as far as it is kept? */
export const keptEventsRequest = z.strictObject({
  cluster: text,
  uids: z.array(text).check(z.maxLength(MAX_EVENT_OBJECTS)),
});
export type KeptEventsRequest = z.infer<typeof keptEventsRequest>;
export interface KeptEventsAnswer {
  /** Newest first. */
  readonly events: readonly KeptEvent[];
  /** There are older ones that are not told. */
  readonly hasMore: boolean;
}

const presetOwner = { cluster: text, namespace: pathSegment, cronJob: pathSegment };
/** Whose presets are asked for by `GET /api/presets`. By name: presets outlast a CronJob that is created again. */
export const presetsQuery = z.object(presetOwner);
export type PresetsQuery = z.infer<typeof presetsQuery>;
/** Body of `POST /api/presets`: keeps values under a name, or drops the name; answered as the query is. */
export const presetRequest = z.strictObject({
  ...presetOwner,
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  run: z.nullable(z.custom<RunParameters>(value => runParameters.safeParse(value).success)),
});
export type PresetRequest = z.infer<typeof presetRequest>;
export interface PresetsAnswer {
  /** Values of a run by the name they were kept under. */
  readonly presets: Readonly<Record<string, RunParameters>>;
}

/** What people chose for a cluster: body of `POST /api/clusters/:name/settings`. */
export const clusterSettings = z.strictObject({
  /** Finished runs of CronJobs, and events, are kept also while no tab is open. */
  recordRuns: z.boolean(),
  /** In these alone, for whom may not see all; in all where none is named. */
  namespaces: z.optional(z.array(pathSegment).check(z.maxLength(MAX_RECORDED_NAMESPACES))),
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

/** How the recording of runs without an open tab does. */
export interface RecordingState {
  /** When somebody turned it on; null where that is not known. */
  readonly chosenAt: number | null;
  /** One of all namespaces, or one of each that was named. */
  readonly scopes: readonly RecordedScope[];
}

/** How the runs of a namespace are seen. */
export interface RecordedScope {
  /** '' for all. */
  readonly namespace: string;
  /** Every run that ended since then was seen; null until the first list is whole. */
  readonly seenSince: number | null;
  /** Of the watch. */
  readonly state: QueryState;
  /** Of the watch of what is said of CronJobs: why a time is skipped. */
  readonly skips: QueryState;
  /** Of the watch of all events: what is said of any object. */
  readonly events: QueryState;
  /** As many Jobs as the watch holds. */
  readonly jobs: number;
}

/** Answer of `GET` and `POST /api/clusters/:name/settings`. */
export interface SettingsAnswer {
  /** Null where it is off. */
  readonly recording: RecordingState | null;
  /** Runs kept of each CronJob. */
  readonly keepRuns: number;
  /** Events kept of each object, and of the cluster. */
  readonly keepEvents: { readonly ofObject: number; readonly ofCluster: number };
  /** What runs of this cluster have cost since Lanthorn started, with and without a tab. */
  readonly spent: RecordingCost;
  readonly history: HistoryState;
}

export interface RecordingCost {
  readonly runs: number;
  readonly requests: number;
  /** Bytes of what was kept. */
  readonly size: number;
}

/** Whose definitions are asked for by `GET /api/clusters/:name/schema`. */
export const schemaQuery = z.object({ group: optionalSegment, version: pathSegment, kind: pathSegment });
export type SchemaQuery = z.infer<typeof schemaQuery>;

/** Answer of `GET /api/clusters/:name/schema`: what the kind's definitions say, for the editor; empty where unknown. */
export interface SchemaAnswer {
  readonly schemas: OpenApiSchemas;
}

/** Body of `POST /api/matching`: what does "all that match" mean now? */
export const matchingRequest = z.object({
  cluster: text,
  /** Clusters whose rows stand in the same list. */
  others: z.optional(z.array(text).check(z.maxLength(MAX_CLUSTERS - 1))),
  resource: listedResource,
  namespaces: z.array(pathSegment).check(z.maxLength(MAX_NAMESPACES)),
  filter: z.string().check(z.maxLength(4096)),
});
export type MatchingRequest = z.infer<typeof matchingRequest>;
export interface MatchingAnswer {
  readonly rows: readonly {
    readonly key: string;
    readonly uid: string;
    readonly namespace: string;
    readonly name: string;
  }[];
  /** Clusters, or namespaces of one, that the list leaves out, too; absent where there are none. */
  readonly missing?: readonly string[];
}

/** Body of `POST /api/drain-plan`: what would become of the pods of a node? */
export const drainPlanRequest = z.object({ cluster: text, node: pathSegment });
export type DrainPlanRequest = z.infer<typeof drainPlanRequest>;
export interface DrainPlanAnswer {
  readonly plan: DrainPlan;
}

/** Body of `POST /api/operations/stop`: targets not begun yet are left alone. */
export const stopRequest = z.object({ id: identity.id });

/** Body of `POST /api/access`: may this identity do that? */
export const accessRequest = z.object({
  cluster: text,
  checks: z
    .array(
      z.object({
        verb: text,
        group: text,
        resource: resourceWithPart,
        namespace: optionalSegment,
        name: optionalSegment,
      }),
    )
    .check(z.maxLength(MAX_CHECKS)),
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
  readonly problem: Problem | null;
}

/**
 * At which step a cluster fails: the context itself, the connection, the server's certificate, the login (also one that could not be made),
 * or an answer that no API server gives.
 */
export type ClusterTroubleKind = 'unusable' | 'unreachable' | 'untrusted' | 'login' | 'unexpected';

/** Something about a kubeconfig file: that it cannot be read, or what of it is not used. Holds no value of the file: it may be a credential. */
export interface KubeconfigProblem extends Problem {
  readonly file: string;
  /** From 1; null where it is about the file as a whole. */
  readonly line: number | null;
  /** True where nothing of the file is used. */
  readonly isFatal: boolean;
}

/** What is wrong with a pack of a person's own, and where. */
export interface PackProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Of the field; empty where it is about the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Answer of `GET /api/clusters`. */
export interface ClustersAnswer {
  readonly version: string;
  readonly current: string;
  readonly clusters: readonly ClusterInfo[];
  readonly problems: readonly KubeconfigProblem[];
  readonly packProblems: readonly PackProblem[];
  /** The demo can be opened beside the configured clusters. */
  readonly canStartDemo: boolean;
}

/** Answer of `GET /api/clusters/:name/health`. */
export interface HealthAnswer {
  /** Null where it can be used. */
  readonly trouble: ClusterTroubleKind | null;
  readonly problem: Problem | null;
  readonly version: string;
}

/** Answer of `GET /api/clusters/:name/kinds`: what the cluster has, in the order of its discovery. */
export interface KindsAnswer {
  readonly kinds: readonly ServedKind[];
  /** `metrics.k8s.io/v1beta1`: groups whose server does not answer; what they have is not known now. */
  readonly unanswered: readonly string[];
}
export interface ServedKind extends GroupVersionResource {
  readonly kind: string;
  readonly isNamespaced: boolean;
  /** Its objects can be listed and watched. */
  readonly isListed: boolean;
  readonly shortNames: readonly string[];
}

/** Query of `GET /api/clusters/:name/columns`: of which resource, as `widgets.v1.example.com`. */
export const columnsQuery = z.object({ resource: text });
/** What the definition of a custom kind prints; nothing where there is none or it may not be read. */
export interface ColumnsAnswer {
  readonly columns: readonly PrintedColumn[];
  /** What a pack says of it; absent where none does. */
  readonly pack?: PackKind;
}

/** Namespaces, comma separated, each of at most 63 characters (a DNS label); absent for all. */
const namespaceNames = z.optional(segmentsUpTo(MAX_NAMESPACES * 64));
/** The words of some two hundred kinds; a request's line is to stay below the 16 KB that Node reads. */
const MAX_COUNTED_KINDS = 8_000;
/** Query of `GET /api/clusters/:name/counts`: of which kinds, with commas between them. */
export const countsQuery = z.object({ ns: namespaceNames, kinds: segmentsUpTo(MAX_COUNTED_KINDS) });
export interface CountsAnswer {
  /** By the kind's word in an address; null where it may not be said. */
  readonly counts: Readonly<Record<string, number | null>>;
  /** How many of them are in a bad state, of the kinds that are watched anyway; others are not named. */
  readonly bad: Readonly<Record<string, number>>;
}

/** Query of `GET /api/clusters/:name/names`: `ns` as for counts, for who may not list the whole cluster. */
export const namesQuery = z.object({ q: z.string().check(z.maxLength(MAX_NAME_QUERY)), ns: namespaceNames });
export interface FoundName {
  /** The word for the kind in an address: `cronjobs`, `jobs.batch.volcano.sh`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
export interface NamesAnswer {
  /** The best first. */
  readonly found: readonly FoundName[];
  /** More names match than are told. */
  readonly hasMore: boolean;
  /** Names known so far. */
  readonly loaded: number;
  readonly isComplete: boolean;
  /** There are more names than are kept. */
  readonly isCut: boolean;
  /** Kinds whose names could not be read, and why. */
  readonly missing: readonly Reason[];
  /** How many kinds this person may not list. */
  readonly forbidden: number;
  /** When reading them began, in milliseconds. */
  readonly asOf: number;
}

/** What was asked of an API server, and what came of it, since the start. */
export interface UpstreamCost {
  readonly cluster: string;
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly requests: number;
  /** Under way now; watches last. */
  readonly open: number;
  readonly bytes: number;
  readonly failed: number;
  /** Put off by the API server (429). */
  readonly rejected: number;
}

/** Answer of `GET /api/costs`. */
export interface CostsAnswer {
  readonly upstream: readonly UpstreamCost[];
  readonly lists: readonly {
    readonly cluster: string;
    readonly resource: string;
    readonly namespace: string;
    readonly rows: number;
    readonly readers: number;
  }[];
  readonly tabs: number;
  /** Memory of the server, resident, in bytes. */
  readonly memory: number;
  /** By the clock of the machine that Lanthorn's server runs on, as `now` is. */
  readonly startedAt: number;
  readonly now: number;
}

export interface PreviewAnswer {
  /** What is done to the targets; of an undo, the action that takes the first back. */
  readonly kind: ActionKind;
  readonly previews: readonly TargetPreview[];
}

export interface OperationAnswer {
  readonly operation: Operation;
}

/** Body of `POST /api/data-keys`: what is in this object, without the values? */
export const dataKeysRequest = z.strictObject({
  cluster: text,
  kind: z.enum(['configmaps', 'secrets']),
  namespace: pathSegment,
  name: pathSegment,
});
export type DataKeysRequest = z.infer<typeof dataKeysRequest>;

/** Body of `POST /api/secret-value`: one value, shown to the person who asks; an operation of that id says that it was. */
export const secretValueRequest = z.strictObject({
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  cluster: text,
  namespace: pathSegment,
  name: pathSegment,
  uid: text,
  key: text,
});
export type SecretValueRequest = z.infer<typeof secretValueRequest>;

export interface DataKeysAnswer {
  readonly keys: readonly DataKey[];
}

export interface DataKey {
  readonly key: string;
  readonly bytes: number;
  /** It can be shown as text. */
  readonly isText: boolean;
  readonly certificates: readonly CertificateFacts[];
}

/** What a certificate says of itself: that is public, whatever lies beside it. */
export type CertificateFacts =
  | {
      readonly isReadable: true;
      readonly subject: string;
      readonly issuer: string;
      /** As `DNS:shop.example`. */
      readonly names: readonly string[];
      readonly notBefore: number | null;
      readonly notAfter: number | null;
      readonly isAuthority: boolean;
    }
  | { readonly isReadable: false; readonly problem: string };

export interface SecretValueAnswer {
  /** Null where it is no text. */
  readonly text: string | null;
  readonly base64: string;
}
