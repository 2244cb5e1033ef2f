import { MAX_AROUND } from '@lanthorn/protocol/constants.ts';
import { useViewState } from '../../../../data/lists/view-state.ts';
import { linkedLog, LogFilterContext, logTab } from '../../../../data/logs/use-log-filter.ts';
import { type LogsProps, ObjectLogs } from './object-logs.tsx';

/** Logs whose filter the address keeps: reload and share give the same lines. */
export function AddressedLogs({
  at,
  ...of
}: Pick<LogsProps, 'subject' | 'object'> & {
  /** What the address says of which log: a run or pod, its container, and whether that of the run before. */
  readonly at: readonly (string | undefined)[];
}) {
  const { search, setSearch } = useViewState();
  const around = /^\d{1,3}$/.test(search.around ?? '') ? Math.min(MAX_AROUND, Number(search.around)) : 0;
  return (
    <LogFilterContext
      value={{
        line: search.line,
        linked: linkedLog(at),
        onLineLeft: () => setSearch({ line: undefined }),
        addressOf: (log, line) => {
          const address = new URL(location.href);
          address.searchParams.set('tab', logTab(log));
          address.searchParams.set('line', line);
          return address.href;
        },
        filter: { text: search.log ?? '', around },
        onFilter: next =>
          setSearch({
            log: next.text === '' ? undefined : next.text,
            around: next.text === '' || next.around === 0 ? undefined : String(next.around),
          }),
      }}
    >
      <ObjectLogs {...of} preferred={at[0]} />
    </LogFilterContext>
  );
}
