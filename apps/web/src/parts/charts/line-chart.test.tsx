import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { LineChart } from './line-chart.tsx';

interface Axis {
  readonly values: (plot: unknown, values: readonly number[]) => readonly string[];
}
interface Options {
  readonly scales: {
    readonly y: { readonly range: (plot: unknown, least: number, most: number) => readonly number[] };
  };
  readonly axes: readonly [Axis, Axis];
}

/** In place of the library that draws on a canvas, which jsdom has none of: what it is told. */
const drawn = vi.hoisted(() => ({ plots: [] as FakePlot[] }));
class FakePlot {
  readonly options: Options;
  data: readonly (readonly (number | null)[])[];
  isDestroyed = false;
  redraws = 0;

  constructor(options: Options, data: FakePlot['data']) {
    this.options = options;
    this.data = data;
    drawn.plots.push(this);
  }
  setData(data: FakePlot['data']): void {
    this.data = data;
  }
  redraw(): void {
    this.redraws++;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
  setSize(): void {
    this.redraws++;
  }
}
vi.mock('uplot', () => ({
  default: function plot(options: Options, data: FakePlot['data']) {
    return new FakePlot(options, data);
  },
}));
vi.mock('uplot/dist/uPlot.min.css', () => ({}));

class FakeObserver {
  observe(): void {
    FakeObserver.observed++;
  }
  disconnect(): void {
    FakeObserver.observed--;
  }
  static observed = 0;
}

beforeEach(() => {
  drawn.plots = [];
  FakeObserver.observed = 0;
  vi.stubGlobal('ResizeObserver', FakeObserver);
});

const chart = (times: readonly number[], values: readonly (number | null)[]) => (
  <LineChart label="CPU over time" times={times} values={values} write={value => `${value} cores`} />
);

test('it is an image with a name, drawn once; new measurements are told to it', () => {
  const { rerender } = render(chart([0, 15_000], [1, 2]));
  screen.getByRole('img', { name: 'CPU over time' });
  expect(drawn.plots[0]?.data).toEqual([
    [0, 15],
    [1, 2],
  ]);
  rerender(chart([0, 15_000, 30_000], [1, 2, 3]));
  expect(drawn.plots).toHaveLength(1);
  expect(drawn.plots[0]?.data).toEqual([
    [0, 15, 30],
    [1, 2, 3],
  ]);
});

test('a time in which nobody looked is a gap in the line', () => {
  render(chart([0, 10_000, 20_000, 200_000], [1, 2, 3, 4]));
  expect(drawn.plots[0]?.data[1]).toEqual([1, 2, 3, null, 4]);
});

test('what is used begins at nothing, with air above; numbers are written as the page writes them', () => {
  const { rerender } = render(chart([0], [1]));
  const plot = drawn.plots[0];
  if (plot === undefined) throw new Error('it is drawn');
  const { range } = plot.options.scales.y;
  expect(range(null, 4, 10)[0]).toBe(0);
  expect(range(null, 4, 10)[1]).toBeGreaterThan(10);
  // Nothing used is a line at the bottom, not one in the middle of no room.
  expect(range(null, 0, 0)).toEqual([0, 1]);
  rerender(<LineChart label="CPU over time" times={[0]} values={[1]} write={value => `${value * 1_000} m`} />);
  expect(plot.options.axes[1].values(null, [0.5])).toEqual(['500 m']);
});

test('it leaves nothing behind', () => {
  const { unmount } = render(chart([0], [1]));
  expect(FakeObserver.observed).toBe(1);
  unmount();
  expect([drawn.plots[0]?.isDestroyed, FakeObserver.observed]).toEqual([true, 0]);
});
