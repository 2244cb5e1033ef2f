import { createContext, use, useState } from 'react';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { placeToAddress } from '../client/cluster-place.ts';
import type { LogPlace } from './selection/source-names.ts';
import { type LogFilterText, NO_FILTER } from './log-filter.ts';

/** One of the logs that an object's page can show. */
export interface LinkedLog {
  readonly pod: string;
  readonly container: string;
  /** That of its run before. */
  readonly previous: boolean;
}

const TAB = 'logs';
const PREVIOUS = 'previous';

/** The tab of a page that shows a log. */
export function logTab({ pod, container, previous }: LinkedLog): string {
  return [TAB, pod, container, ...(previous ? [PREVIOUS] : [])].join(':');
}

/** What stands behind the tab's name; undefined where it names no container. */
export function linkedLog([pod, container, how]: readonly (string | undefined)[]): LinkedLog | undefined {
  return pod === undefined || container === undefined ? undefined : { pod, container, previous: how === PREVIOUS };
}

/** The address of a line on the page of the pod that wrote it. */
export function podLogAddress({ cluster, namespace, pod }: LogPlace, log: LinkedLog, at: string): string {
  const path = [placeToAddress(cluster), kindAddress(POD_VIEW.resource), namespace, pod];
  const address = new URL(`/c/${path.map(encodeURIComponent).join('/')}`, location.href);
  address.searchParams.set('tab', logTab(log));
  address.searchParams.set('line', at);
  return address.href;
}

export interface KeptLogFilter {
  readonly filter: LogFilterText;
  readonly onFilter: (next: LogFilterText) => void;
  /** The line that its address leads to, by its time. */
  readonly line?: string | undefined;
  /** The log that it leads to. */
  readonly linked?: LinkedLog | undefined;
  /** Somebody chose something else than that line. */
  readonly onLineLeft?: () => void;
  /** The address that leads to a line of a log. */
  readonly addressOf?: (log: LinkedLog, at: string) => string;
}

/** Who keeps the filter of the log that is shown: on a page the address. */
export const LogFilterContext = createContext<KeptLogFilter | null>(null);

/** Where nobody keeps it, as in the dock, it lasts as long as the log is shown. */
export function useLogFilter(): KeptLogFilter {
  const [filter, onFilter] = useState(NO_FILTER);
  return use(LogFilterContext) ?? { filter, onFilter };
}
