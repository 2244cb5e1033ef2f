import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseTime } from '../objects/kube-object.ts';

/** What a chart says of itself. */
export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  readonly description: string;
  readonly home: string;
  readonly icon: string;
  readonly type: string;
  readonly kubeVersion: string;
  readonly isDeprecated: boolean;
  readonly sources: readonly string[];
  readonly keywords: readonly string[];
  readonly maintainers: readonly { readonly name: string; readonly email: string; readonly url: string }[];
  readonly dependencies: readonly {
    readonly name: string;
    readonly version: string;
    readonly repository: string;
    readonly condition: string;
  }[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a list tells of a revision. */
export interface ReleaseHead {
  readonly status: string;
  readonly description: string;
  readonly chart: string;
  readonly chartVersion: string;
  readonly appVersion: string;
  /** Milliseconds, or null where it does not say. */
  readonly updatedAt: number | null;
}

/** What Helm does at a point of a release's life, beside its manifest. */
export interface ReleaseHook {
  readonly name: string;
  readonly kind: string;
  /** `pre-upgrade`, `post-delete`, `test`. */
  readonly events: readonly string[];
  readonly weight: number;
  readonly deletePolicies: readonly string[];
  readonly manifest: string;
  /** How it went when it ran last; '' where it never did. */
  readonly phase: string;
  readonly startedAt: number | null;
}

/** One revision of a release, as Helm stores it. */
export interface Release extends ReleaseHead {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly firstDeployedAt: number | null;
  readonly notes: string;
  readonly metadata: ChartMetadata;
  /** The values that were given. */
  readonly config: JsonObject;
  /** The chart's own. */
  readonly defaults: JsonObject;
  readonly manifest: string;
  readonly hooks: readonly ReleaseHook[];
}

/** The parts of a stored release that are read: of a chart neither its templates nor its files. Any of them may be missing. */
export interface ReleaseParts {
  readonly name?: unknown;
  readonly namespace?: unknown;
  readonly version?: unknown;
  readonly info?: unknown;
  readonly metadata?: unknown;
  readonly values?: unknown;
  readonly config?: unknown;
  readonly manifest?: unknown;
  readonly hooks?: unknown;
}

/** Total: what Helm left out, or somebody else wrote in its place, is empty. */
export function readReleaseHead({ info, metadata }: ReleaseParts): ReleaseHead {
  return {
    status: asString(getPath(info, 'status')) || 'unknown',
    description: asString(getPath(info, 'description')),
    chart: asString(getPath(metadata, 'name')),
    chartVersion: asString(getPath(metadata, 'version')),
    appVersion: asString(getPath(metadata, 'appVersion')),
    updatedAt: timeAt(info, 'last_deployed'),
  };
}

/** Total, as the head is. */
export function readRelease(parts: ReleaseParts): Release {
  return {
    ...readReleaseHead(parts),
    name: asString(parts.name),
    namespace: asString(parts.namespace),
    revision: asNumber(parts.version) ?? 0,
    firstDeployedAt: timeAt(parts.info, 'first_deployed'),
    notes: asString(getPath(parts.info, 'notes')),
    metadata: readChart(asObject(parts.metadata)),
    config: asObject(parts.config),
    defaults: asObject(parts.values),
    manifest: asString(parts.manifest),
    hooks: asArray(parts.hooks).map(readHook),
  };
}

/** Go writes a time that never was as the first of the year 1. */
function timeAt(info: unknown, field: string): number | null {
  const text = asString(getPath(info, field));
  return text.startsWith('0001-') ? null : parseTime(text);
}

const texts = (value: unknown) => asArray(value).map(asString);

function readChart(chart: JsonObject): ChartMetadata {
  return {
    name: asString(chart['name']),
    version: asString(chart['version']),
    appVersion: asString(chart['appVersion']),
    description: asString(chart['description']),
    home: asString(chart['home']),
    icon: asString(chart['icon']),
    type: asString(chart['type']),
    kubeVersion: asString(chart['kubeVersion']),
    isDeprecated: chart['deprecated'] === true,
    sources: texts(chart['sources']),
    keywords: texts(chart['keywords']),
    maintainers: asArray(chart['maintainers']).map(one => ({
      name: asString(getPath(one, 'name')),
      email: asString(getPath(one, 'email')),
      url: asString(getPath(one, 'url')),
    })),
    dependencies: asArray(chart['dependencies']).map(one => ({
      name: asString(getPath(one, 'alias')) || asString(getPath(one, 'name')),
      version: asString(getPath(one, 'version')),
      repository: asString(getPath(one, 'repository')),
      condition: asString(getPath(one, 'condition')),
    })),
    annotations: asStringMap(chart['annotations']),
  };
}

function readHook(hook: unknown): ReleaseHook {
  return {
    name: asString(getPath(hook, 'name')),
    kind: asString(getPath(hook, 'kind')),
    events: texts(getPath(hook, 'events')),
    weight: asNumber(getPath(hook, 'weight')) ?? 0,
    deletePolicies: texts(getPath(hook, 'delete_policies')),
    manifest: asString(getPath(hook, 'manifest')),
    phase: asString(getPath(hook, 'last_run', 'phase')),
    startedAt: timeAt(getPath(hook, 'last_run'), 'started_at'),
  };
}
