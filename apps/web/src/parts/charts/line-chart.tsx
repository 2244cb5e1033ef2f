import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import { useMedia } from '../../ui/styles/use-media.ts';
import { withGaps } from './with-gaps.ts';
import styles from './line-chart.module.css';

const HEIGHT = 110;
const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 26;
const SECOND_MS = 1_000;
/** Above the highest value there is some air, and below it nothing is cut off: what is used begins at nothing. */
const AIR = 1.1;

/** Numbers over time as a line; a time in which nothing was measured is a gap. What it shows is said elsewhere for who cannot see it. */
export function LineChart({
  label,
  times,
  values,
  write,
}: {
  readonly label: string;
  /** Milliseconds, the oldest first. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly write: (value: number) => string;
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const words = useTimeWords();
  const latest = useRef({ write, words });
  latest.current = { write, words };
  const isDark = useMedia('(prefers-color-scheme: dark)');
  useEffect(() => {
    const { current: element } = host;
    if (element === null) return undefined;
    const drawn = new uPlot(optionsOf(element, latest), [[], []], element);
    plot.current = drawn;
    const fit = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
    fit.observe(element);
    return () => {
      fit.disconnect();
      plot.current = null;
      drawn.destroy();
    };
  }, []);
  useEffect(() => {
    const points = withGaps(times, values);
    plot.current?.setData([points.times.map(at => at / SECOND_MS), [...points.values]]);
  }, [times, values]);
  // Its colours are those of the page, which are others now.
  useEffect(() => plot.current?.redraw(), [isDark]);
  return <div ref={host} role="img" aria-label={label} className={styles['chart']} style={{ height: HEIGHT }} />;
}

interface Writers {
  readonly current: {
    readonly write: (value: number) => string;
    readonly words: ReturnType<typeof useTimeWords>;
  };
}

function optionsOf(element: HTMLElement, writers: Writers): uPlot.Options {
  const look = (name: string) => getComputedStyle(element).getPropertyValue(name);
  const axis: uPlot.Axis = {
    stroke: () => look('caret-color'),
    font: `${look('font-size')} ${look('font-family')}`,
    grid: { stroke: () => look('outline-color'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_plot, _least, most) => [0, most > 0 ? most * AIR : 1] } },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        values: (_plot, seconds) => seconds.map(at => writers.current.words.clock(at * SECOND_MS)),
        space: 90,
      },
      { ...axis, size: AXIS_WIDTH, values: (_plot, values) => values.map(value => writers.current.write(value)) },
    ],
    series: [{}, { stroke: () => look('color'), width: 1.5, points: { show: false } }],
  };
}
