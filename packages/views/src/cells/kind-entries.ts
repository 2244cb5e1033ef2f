import { must } from '@lanthorn/base/assert.ts';
import {
  type GroupVersionResource,
  groupResource,
  parseApiVersion,
} from '@lanthorn/kube/api/group-version-resource.ts';
import { pluralOf } from '@lanthorn/kube/api/plural-of.ts';
import type { Category, KindEntry } from './kind-view.ts';

/** A kind in a line: what follows from these by Kubernetes' own rules is not written. */
interface Line {
  readonly api: string;
  readonly kind: string;
  /** Where it is not what Kubernetes would guess. */
  readonly plural?: string;
  readonly names?: readonly string[];
  readonly icon?: string;
  /** Its objects are in no namespace. */
  readonly isOfCluster?: true;
  readonly isOptional?: true;
  /** Anything where nothing is said. */
  readonly allows?: KindEntry['allows'];
}

/** The drawing of a kind that has none of its own. */
const ICONS: Readonly<Record<Category, string>> = {
  workloads: 'layers',
  network: 'network',
  config: 'sliders',
  storage: 'hard-drive',
  access: 'key',
  policy: 'shield',
  cluster: 'server',
  api: 'braces',
  custom: 'puzzle',
};

/** Groups and kinds in the order of the navigation. */
const LINES: Readonly<Record<Exclude<Category, 'custom'>, readonly Line[]>> = {
  workloads: [
    { api: 'batch/v1', kind: 'CronJob', names: ['cj'], icon: 'calendar-clock' },
    { api: 'batch/v1', kind: 'Job', icon: 'play' },
    { api: 'v1', kind: 'Pod', names: ['po'], icon: 'box' },
    { api: 'apps/v1', kind: 'Deployment', names: ['deploy'], icon: 'layers' },
    { api: 'apps/v1', kind: 'StatefulSet', names: ['sts'], icon: 'database' },
    { api: 'apps/v1', kind: 'DaemonSet', names: ['ds'], icon: 'grid-2x2' },
  ],
  network: [],
  config: [
    { api: 'cert-manager.io/v1', kind: 'Certificate', names: ['cert', 'certs'], icon: 'badge-check', isOptional: true },
  ],
  storage: [{ api: 'v1', kind: 'PersistentVolumeClaim', names: ['pvc'] }],
  access: [],
  policy: [{ api: 'v1', kind: 'ResourceQuota', names: ['quota'], icon: 'gauge' }],
  cluster: [
    { api: 'v1', kind: 'Node', names: ['no'], isOfCluster: true },
    { api: 'v1', kind: 'Namespace', names: ['ns'], icon: 'folder', isOfCluster: true },
    { api: 'v1', kind: 'Event', names: ['ev'], icon: 'activity', allows: 'nothing' },
  ],
  api: [],
};

/** In the order of the navigation. */
export const CATEGORIES: readonly Category[] = Object.keys(LINES) as Category[];

/** What is known of each kind that has a record, without its record: enough to name it, to list it in a menu, to lead to it. */
export const KIND_ENTRIES: readonly KindEntry[] = Object.entries(LINES).flatMap(([category, lines]) =>
  lines.map(line => entryOf(line, category as Category)),
);

const BY_NAME = new Map(KIND_ENTRIES.map(entry => [groupResource(entry.resource), entry]));

function entryOf(line: Line, category: Category): KindEntry {
  const { kind, plural = pluralOf(kind), names = [], icon = ICONS[category], isOptional } = line;
  return {
    resource: { ...parseApiVersion(line.api), resource: plural },
    kind,
    namespaced: line.isOfCluster !== true,
    allows: line.allows ?? 'change',
    names,
    icon,
    category,
    ...(isOptional === true ? { isOptional } : {}),
  };
}

/** By group and resource, whatever the version: kinds of other groups may have the same name. */
export function findKindEntry(resource: Pick<GroupVersionResource, 'group' | 'resource'>): KindEntry | undefined {
  return BY_NAME.get(groupResource(resource));
}

/** The entry that a record begins with: `pods`, `jobs.batch`. */
export function kindEntry(name: string): KindEntry {
  return must(BY_NAME.get(name), `there is a kind ${name}`);
}
