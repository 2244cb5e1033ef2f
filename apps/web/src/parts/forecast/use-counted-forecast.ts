import { useEffect, useRef, useState } from 'react';
import {
  type Forecast,
  type ForecastJob,
  type ForecastRange,
  forecastSteps,
} from '@lanthorn/views/kinds/batch/forecast.ts';
import { runInSlices } from './run-in-slices.ts';

export interface CountedForecast extends Forecast {
  readonly jobs: readonly ForecastJob[];
}

/** The forecast of the latest that was told; while it is counted the one before, null while there is none. */
export function useCountedForecast(jobs: readonly ForecastJob[], range: ForecastRange): CountedForecast | null {
  const [counted, setCounted] = useState<CountedForecast | null>(null);
  const latest = useRef({ jobs, range });
  /** Ends what is counted; null while nothing is. */
  const cancel = useRef<(() => void) | null>(null);
  useEffect(() => {
    latest.current = { jobs, range };
    // CronJobs change all the time: what was begun is told before the next is counted.
    const begin = () => {
      const input = latest.current;
      let isDone = false;
      const end = runInSlices(forecastSteps(input.jobs, input.range), forecast => {
        isDone = true;
        cancel.current = null;
        setCounted({ ...forecast, jobs: input.jobs });
        if (latest.current !== input) begin();
      });
      if (!isDone) cancel.current = end;
    };
    if (cancel.current === null) begin();
  }, [jobs, range]);
  useEffect(
    () => () => {
      cancel.current?.();
      cancel.current = null;
    },
    [],
  );
  // Of none it is no answer about those that have come since.
  return counted?.jobs.length === 0 && jobs.length > 0 ? null : counted;
}
