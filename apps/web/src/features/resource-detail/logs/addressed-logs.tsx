import { MAX_AROUND } from '@lanthorn/protocol/constants.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { LogFilterContext } from '../../../data/logs/use-log-filter.ts';
import { type LogsProps, ObjectLogs } from './object-logs.tsx';

/** Logs whose filter the address keeps: reload and share give the same lines. */
export function AddressedLogs(props: LogsProps) {
  const { search, setSearch } = useViewState();
  const around = /^\d{1,3}$/.test(search.around ?? '') ? Math.min(MAX_AROUND, Number(search.around)) : 0;
  return (
    <LogFilterContext
      value={{
        line: search.line,
        addressOf: at => {
          const address = new URL(location.href);
          address.searchParams.set('tab', 'logs');
          address.searchParams.set('line', at);
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
      <ObjectLogs {...props} />
    </LogFilterContext>
  );
}
