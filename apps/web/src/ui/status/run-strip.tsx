import { useTranslation } from 'react-i18next';
import { shortDuration } from '../time/time.tsx';

export interface StripRun {
  readonly name: string;
  readonly uid: string;
  readonly result: 'succeeded' | 'failed' | 'running' | 'suspended';
  readonly durationMs: number | null;
}

const MIN_HEIGHT = 5;

/** Runs from old to new: colour and shape by result, height by duration. */
export function RunStrip({ runs, height }: { readonly runs: readonly StripRun[]; readonly height: number }) {
  const { t } = useTranslation();
  const longest = Math.max(1, ...runs.map(run => run.durationMs ?? 0));
  const counts = {
    succeeded: runs.filter(run => run.result === 'succeeded').length,
    failed: runs.filter(run => run.result === 'failed').length,
  };
  const label = runs.length === 0 ? t('runs.none') : t('runs.summary', { total: runs.length, ...counts });
  return (
    <span className="run-strip" role="img" aria-label={label} title={label} style={{ height }}>
      {runs.map(run => {
        const share = run.durationMs === null ? 0.5 : run.durationMs / longest;
        const style = { height: `${Math.max(MIN_HEIGHT, Math.round(share * height))}px` };
        const title = `${run.name} · ${t(`run.${run.result}`)}${run.durationMs === null ? '' : ` · ${shortDuration(run.durationMs)}`}`;
        const className = `run run-${run.result}`;
        return <span key={run.uid} className={className} style={style} title={title} />;
      })}
    </span>
  );
}
