import * as z from 'zod/mini';
import { DEBUG_PROFILES } from '@lanthorn/actions/machinery/debug-profile.ts';
import { type KubeObject, isKubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { MAX_MANIFESTS } from '@lanthorn/kube/objects/max-manifests.ts';
import { MAX_AT_ONCE } from '../constants.ts';
import { optionalSegment, pathSegment, text } from '../path-segment.ts';

/** Nobody decides more of them one by one. */
const MAX_TAKEN_FIELDS = 100;

/** How clashes were decided, by `pathText`. */
export const choices = z.record(z.string(), z.enum(['mine', 'live']));
/** What stood there when that was decided, of whichever target; null where nothing did. */
export const seenValues = z.record(z.string(), z.array(z.unknown()));
/** An object as a page sends it back: anything with metadata. */
const kubeObject = z.custom<KubeObject>(value => isKubeObject(value));
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
const amounts = { requests: z.optional(stringMap), limits: z.optional(stringMap) };
const resized = z.array(z.strictObject({ name: pathSegment, isInit: z.boolean(), ...amounts }));
const taints = z.array(z.strictObject({ key: z.string(), value: z.optional(z.string()), effect: z.string() }));
export const actionParams = z.strictObject({
  seen: z.optional(seenValues),
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
  resize: z.optional(z.strictObject({ containers: resized, from: z.optional(resized), choices: z.optional(choices) })),
  nodeShell: z.optional(
    z.strictObject({ namespace: pathSegment, name: pathSegment, image: text, profile: z.enum(DEBUG_PROFILES) }),
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
  images: z.optional(z.strictObject({ from: text, to: text })),
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
            takes: z.optional(z.array(text).check(z.maxLength(MAX_TAKEN_FIELDS))),
            since: z.optional(z.nullable(z.strictObject({ time: text, fieldsV1: z.optional(z.unknown()) }))),
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
