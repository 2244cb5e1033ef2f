import type { WholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';

interface WholeLog extends Pick<WholeLogQuery, 'cluster' | 'namespace' | 'name'> {
  readonly containers: readonly { readonly pod: string; readonly container: string }[];
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** Where a browser gets the whole of some logs, as a file that it writes to its disk as it comes; null where there is none. */
export function wholeLogAddress({ containers, previous, timestamps, since, until, ...where }: WholeLog): string | null {
  if (containers.length === 0) return null;
  const query: Record<keyof WholeLogQuery, string | undefined> = {
    ...where,
    containers: containers.map(({ pod, container }) => `${pod}/${container}`).join(','),
    previous: previous ? 'yes' : 'no',
    timestamps: timestamps ? 'yes' : 'no',
    since,
    until,
  };
  const said = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/api/logs/whole?${new URLSearchParams(said).toString()}`;
}
