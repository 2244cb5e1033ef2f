import type { WholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';
import type { LogPlace } from './selection/source-names.ts';

interface WholeLog extends Pick<WholeLogQuery, 'name'> {
  readonly containers: readonly LogPlace[];
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** Where a browser gets the whole of some logs, as a file that it writes to its disk as it comes; null where there is none: it is of one cluster. */
export function wholeLogAddress({ containers, previous, timestamps, since, until, name }: WholeLog): string | null {
  const [first] = containers;
  if (first === undefined || containers.some(({ cluster }) => cluster !== first.cluster)) return null;
  const { cluster, namespace } = first;
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
