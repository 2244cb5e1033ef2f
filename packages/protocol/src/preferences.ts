import * as z from 'zod/mini';
import {
  MAX_COLUMN_WIDTH,
  MAX_LIST_COLUMNS,
  MAX_NAMESPACES,
  MAX_PINNED_NAMESPACES,
  MAX_RECENT_CLUSTERS,
  MAX_RECENT_NAMESPACES,
  MAX_SAVED_VIEWS,
  MAX_USED_ENTRIES,
  MAX_VIEW_NAME,
  MAX_VIEW_PART,
  MIN_COLUMN_WIDTH,
} from './constants.ts';
import { pathSegment, text } from './path-segment.ts';
import { readServicePlace } from './service-place.ts';

/** A dock is not higher than the tallest display. */
const MAX_DOCK_HEIGHT = 4_000;
/** Nor is the panel wider than the widest. */
const MAX_PANEL_WIDTH = 8_000;
/** There are nine, and custom kinds by API group. */
const MAX_OPEN_GROUPS = 100;
/** The longest name in the IANA database has 32 characters. */
const MAX_ZONE_NAME = 64;

/** A zone of the IANA database that this machine knows. */
const zoneName = z.string().check(z.maxLength(MAX_ZONE_NAME), z.refine(isZone, 'is no time zone that is known here'));

const tier = z.enum(['production', 'staging', 'other']);
export type Tier = z.infer<typeof tier>;

/** The fields of `ClusterPreferences`. */
export const ofCluster = {
  tier,
  /** The zone that the people of the cluster think in: nothing of Kubernetes tells it. */
  timeZone: zoneName,
  /** Where its Prometheus is, as `namespace/service:port`; where nobody says, it is looked for by label. */
  prometheus: z.string().check(z.refine(place => readServicePlace(place) !== null, 'is no namespace/service:port')),
  pinnedNamespaces: z.array(pathSegment).check(z.maxLength(MAX_PINNED_NAMESPACES)),
  /** Sets that were looked at, the latest first. */
  recentNamespaces: z
    .array(z.array(pathSegment).check(z.minLength(1), z.maxLength(MAX_NAMESPACES)))
    .check(z.maxLength(MAX_RECENT_NAMESPACES)),
};

/** The fields of `ListPreferences`. */
export const ofList = {
  /** Columns in order; those of the kind where nobody chose. */
  columns: z.array(text).check(z.minLength(1), z.maxLength(MAX_LIST_COLUMNS)),
  /** In pixels, of the columns that were resized. */
  widths: z
    .record(text, z.int().check(z.gte(MIN_COLUMN_WIDTH), z.lte(MAX_COLUMN_WIDTH)))
    .check(z.refine(widths => Object.keys(widths).length <= MAX_LIST_COLUMNS, `at most ${MAX_LIST_COLUMNS} columns`)),
};

const viewPart = z.optional(z.string().check(z.maxLength(MAX_VIEW_PART)));

/** What an address holds of a list, under a name; it is of no cluster, so that it shows in each. */
const savedView = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(MAX_VIEW_NAME)),
  /** The kind's word in an address. */
  resource: text,
  /** Namespaces, filter, order, columns and grouping, as they stand in the address. */
  ns: viewPart,
  q: viewPart,
  sort: viewPart,
  cols: viewPart,
  group: viewPart,
});
export type SavedView = z.infer<typeof savedView>;

/** The fields of `Preferences`, without those of clusters and lists. */
export const ofPerson = {
  theme: z.enum(['light', 'dark', 'system']),
  /** `browser`: what the browser asks for. */
  language: z.enum(['en', 'zh-CN', 'browser']),
  /** Rows of 28 or of 36 pixels. */
  density: z.enum(['compact', 'roomy']),
  /** The zone that times are told in: `local` is that of the browser, `cluster` what was chosen for each. */
  timeZone: z.union([z.enum(['local', 'utc', 'cluster']), zoneName]),
  times: z.enum(['relative', 'absolute']),
  /** By name, the latest first. */
  recentClusters: z.array(text).check(z.maxLength(MAX_RECENT_CLUSTERS)),
  /** What was chosen in the palette, the latest first. */
  usedEntries: z.array(text).check(z.maxLength(MAX_USED_ENTRIES)),
  isSidebarCollapsed: z.boolean(),
  /** In the order in which they were saved. */
  savedViews: z.array(savedView).check(z.maxLength(MAX_SAVED_VIEWS)),
  /** Groups of kinds that are unfolded in the navigation. */
  openGroups: z.array(text).check(z.maxLength(MAX_OPEN_GROUPS)),
  /** In pixels; null where nobody moved it. */
  dockHeight: z.nullable(z.int().check(z.nonnegative(), z.lte(MAX_DOCK_HEIGHT))),
  /** Fields of log lines that are shown as columns, in order. */
  logFields: z.array(text).check(z.maxLength(MAX_LIST_COLUMNS)),
  /** In pixels; null where nobody moved it. */
  panelWidth: z.nullable(z.int().check(z.nonnegative(), z.lte(MAX_PANEL_WIDTH))),
};

const clusterPreferences = z.partial(z.object(ofCluster));
/** What was chosen for one cluster; what is left out never was. */
export type ClusterPreferences = z.infer<typeof clusterPreferences>;

const listPreferences = z.partial(z.object(ofList));
/** How the lists of one kind are shown, in every cluster. */
export type ListPreferences = z.infer<typeof listPreferences>;

/** How one person likes it, in every browser. */
const preferences = z.object({
  ...ofPerson,
  clusters: z.record(text, clusterPreferences),
  /** By the kind's word in an address. */
  lists: z.record(text, listPreferences),
});
export type Preferences = z.infer<typeof preferences>;

/** Body of `POST /api/preferences`, a merge patch (RFC 7386): what is named changes, null forgets it, lists are replaced whole. */
export const preferencesChange = z.strictObject({
  ...nullable(ofPerson),
  clusters: z.optional(z.record(text, z.nullable(z.strictObject(nullable(ofCluster))))),
  lists: z.optional(z.record(text, z.nullable(z.strictObject(nullable(ofList))))),
});
export type PreferencesChange = z.infer<typeof preferencesChange>;

function nullable<T extends Readonly<Record<string, z.ZodMiniType>>>(fields: T) {
  const entries = Object.entries(fields).map(([name, field]) => [name, z.optional(z.nullable(field))]);
  return Object.fromEntries(entries) as { [K in keyof T]: z.ZodMiniOptional<z.ZodMiniNullable<T[K]>> };
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
