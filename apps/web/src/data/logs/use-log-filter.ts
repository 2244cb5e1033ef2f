import { createContext, use, useState } from 'react';
import { type LogFilterText, NO_FILTER } from './log-filter.ts';

export interface KeptLogFilter {
  readonly filter: LogFilterText;
  readonly onFilter: (next: LogFilterText) => void;
  /** The line that its address leads to, by its time. */
  readonly line?: string | undefined;
  /** The address that leads to a line. */
  readonly addressOf?: (at: string) => string;
}

/** Who keeps the filter of the log that is shown: on a page the address. */
export const LogFilterContext = createContext<KeptLogFilter | null>(null);

/** Where nobody keeps it, as in the dock, it lasts as long as the log is shown. */
export function useLogFilter(): KeptLogFilter {
  const [filter, onFilter] = useState(NO_FILTER);
  return use(LogFilterContext) ?? { filter, onFilter };
}
