import { asArray, asString, getPath } from '@lanthorn/base/json.ts';

/** What holds values that pods read. */
export type DataKind = 'configmaps' | 'secrets';

/**
 * How a pod reads values: as files, which the kubelet renews; as a part of a volume (`subPath`), which it does not; as variables, which are
 * what they were when the container began; or to pull images, which is looked up each time.
 */
export type ReadingWay = 'files' | 'part' | 'variables' | 'pull';

export interface DataReading {
  readonly way: ReadingWay;
  /** Keys it names; none where it reads all. */
  readonly keys: readonly string[];
}

/** What has begun with a value keeps it until it begins again. */
export const needsRestart = ({ way }: DataReading) => way === 'part' || way === 'variables';

const FIELDS = {
  configmaps: { volume: ['configMap', 'name'], source: 'configMap', all: 'configMapRef', one: 'configMapKeyRef' },
  secrets: { volume: ['secret', 'secretName'], source: 'secret', all: 'secretRef', one: 'secretKeyRef' },
} as const;

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];
const keysOf = (items: unknown) => asArray(items).map(item => asString(getPath(item, 'key')));

/** The keys that a volume takes, or null where it takes none of this object. */
function volumeKeys(volume: unknown, kind: DataKind, name: string): readonly string[] | null {
  const { volume: path, source } = FIELDS[kind];
  if (getPath(volume, ...path) === name) return keysOf(getPath(volume, path[0], 'items'));
  const sources = asArray(getPath(volume, 'projected', 'sources')).filter(
    entry => getPath(entry, source, 'name') === name,
  );
  if (sources.length === 0) return null;
  const keys = sources.map(entry => keysOf(getPath(entry, source, 'items')));
  return keys.some(each => each.length === 0) ? [] : keys.flat();
}

/** How the containers of a pod read an object, by the pod's spec or that of its template: each way once. */
export function dataReadings(podSpec: unknown, kind: DataKind, name: string): readonly DataReading[] {
  const { all, one } = FIELDS[kind];
  const found: DataReading[] = [];
  const volumes = new Map(
    asArray(getPath(podSpec, 'volumes')).flatMap(volume => {
      const keys = volumeKeys(volume, kind, name);
      return keys === null ? [] : [[asString(getPath(volume, 'name')), keys] as const];
    }),
  );
  for (const container of CONTAINERS.flatMap(field => asArray(getPath(podSpec, field)))) {
    for (const mount of asArray(getPath(container, 'volumeMounts'))) {
      const keys = volumes.get(asString(getPath(mount, 'name')));
      if (keys === undefined) continue;
      const part = `${asString(getPath(mount, 'subPath'))}${asString(getPath(mount, 'subPathExpr'))}`;
      found.push({ way: part === '' ? 'files' : 'part', keys });
    }
    if (asArray(getPath(container, 'envFrom')).some(entry => getPath(entry, all, 'name') === name))
      found.push({ way: 'variables', keys: [] });
    const keys = asArray(getPath(container, 'env'))
      .map(entry => getPath(entry, 'valueFrom', one))
      .filter(reference => getPath(reference, 'name') === name)
      .map(reference => asString(getPath(reference, 'key')));
    if (keys.length > 0) found.push({ way: 'variables', keys });
  }
  const pulls = asArray(getPath(podSpec, 'imagePullSecrets')).some(entry => getPath(entry, 'name') === name);
  if (kind === 'secrets' && pulls) found.push({ way: 'pull', keys: [] });
  return joined(found);
}

/** One reading of each way; where one of them takes all keys, all are taken. */
function joined(readings: readonly DataReading[]): readonly DataReading[] {
  return [...new Set(readings.map(({ way }) => way))].map(way => {
    const same = readings.filter(reading => reading.way === way);
    const keys = same.some(reading => reading.keys.length === 0) ? [] : same.flatMap(reading => reading.keys);
    return { way, keys: [...new Set(keys)].toSorted() };
  });
}
