import type { WholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';
import type { LogPlace } from './selection/source-names.ts';

interface WholeLog extends Pick<WholeLogQuery, 'name'> {
  readonly containers: readonly LogPlace[];
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** As many files as the server hands out at once. */
export const MAX_FILES = 4;

export interface WholeLogFile {
  readonly href: string;
  readonly name: string;
}

/**
 * Where a browser gets the whole of some logs, as files that it writes to its disk as they come: one of each cluster. None where there is nothing;
 * null where there are more clusters than files are handed out at once.
 */
export function wholeLogFiles({ containers, name, ...how }: WholeLog): readonly WholeLogFile[] | null {
  const clusters = [...new Set(containers.map(({ cluster }) => cluster))];
  if (clusters.length > MAX_FILES) return null;
  return clusters.map((cluster, i) => {
    const its = clusters.length > 1 ? `${name}-${i + 1}-${cluster.replaceAll(/[^\w.-]/g, '_')}` : name;
    const href = addressOf({ ...how, name: its, containers: containers.filter(of => of.cluster === cluster) });
    return { href, name: `${its}.log` };
  });
}

/** Of containers of one cluster. */
function addressOf({ containers, previous, timestamps, since, until, name }: WholeLog): string {
  const { cluster = '', namespace = '' } = containers[0] ?? {};
  const place = (of: LogPlace) => `${of.namespace === namespace ? '' : `${of.namespace}/`}${of.pod}/${of.container}`;
  const query: Record<keyof WholeLogQuery, string | undefined> = {
    ...{ cluster, namespace, name },
    containers: containers.map(place).join(','),
    previous: previous ? 'yes' : 'no',
    timestamps: timestamps ? 'yes' : 'no',
    since,
    until,
  };
  const said = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/api/logs/whole?${new URLSearchParams(said).toString()}`;
}
