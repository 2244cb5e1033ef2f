import type { Page } from 'playwright-core';

/** Bytes alive in a page's JavaScript heap. */
export async function heapOf(page: Page): Promise<number> {
  return (await memoryOf(page)).heap;
}

/** The same, and the numbers beside it, which typed arrays have. */
export async function memoryOf(page: Page): Promise<{ readonly heap: number; readonly numbers: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const usage: { usedSize: number; backingStorageSize?: number } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { heap: usage.usedSize, numbers: usage.backingStorageSize ?? Number.NaN };
}
