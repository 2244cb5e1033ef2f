import type { Page } from 'playwright-core';
import { eventually } from './harness.ts';

/** A hand on the keyboard: what it pressed is counted. */
export class Keys {
  readonly page: Page;
  count = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.count++;
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.count += text.length;
  }

  /** Presses a key until something holds, at most so often. */
  async pressUntil(key: string, holds: () => Promise<boolean>, most: number): Promise<void> {
    for (let i = 0; i < most && !(await holds()); i++) await this.press(key);
    if (!(await holds())) throw new Error(`${key} pressed ${most} times was not enough: ${await focusOf(this.page)}`);
  }
}

const FOCUS = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return 'body';
  const role = element.getAttribute('role') ?? element.tagName.toLowerCase();
  const said = element.cloneNode(true);
  // As who listens hears it: a key beside a name is no part of it.
  for (const hidden of said.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  const name = element.getAttribute('aria-label') ?? (element.tagName === 'MAIN' ? '' : said.textContent);
  return role === 'grid' || role === 'h1' ? role : (role + ' ' + name).trim();
})()`;

/** What has the focus, in short: `grid`, `h1`, `button Edit`; `body` where nobody has it. */
export function focusOf(page: Page): Promise<string> {
  return page.evaluate<string>(FOCUS);
}

/** Waits until that has the focus. */
export const focusIs = (page: Page, wanted: string | RegExp) =>
  eventually(
    async () => {
      const is = await focusOf(page);
      return typeof wanted === 'string' ? is === wanted : wanted.test(is);
    },
    `the focus is on ${String(wanted)}`,
  ).catch(async (error: unknown) => {
    throw new Error(`${String(error)}, but on ${await focusOf(page)}`);
  });
