import { vi } from 'vitest';

/** The arrow keys look for the other radios of a row by their name; what they escape it with is not in jsdom. */
export function giveRadiosArrows(): void {
  vi.stubGlobal('CSS', { escape: (name: string) => name.replaceAll(/[^\w-]/g, sign => `\\${sign}`) });
}
