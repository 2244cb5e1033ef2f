import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { startI18n } from './ui/words/i18n.ts';

// jsdom has no layout; the component library asks for it.
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
Element.prototype.scrollIntoView = () => {};
Element.prototype.checkVisibility = () => true;

await startI18n('en');
afterEach(() => cleanup());
