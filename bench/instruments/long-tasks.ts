import type { Page } from 'playwright-core';
import { ms } from './report.ts';

/** In the page, from its first moment: what kept it busy for longer than 50 ms, which is all that browsers tell. */
export const LONG_TASKS = `
globalThis.longTasks = [];
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
}).observe({ type: 'longtask', buffered: true });
`;

/** Those since the last question, in words. */
export async function longTasks(page: Page): Promise<string> {
  const tasks = await page.evaluate<number[]>('globalThis.longTasks.splice(0)');
  return tasks.length === 0
    ? 'no task over 50 ms'
    : `${tasks.length} tasks over 50 ms, longest ${ms(Math.max(...tasks))}`;
}
