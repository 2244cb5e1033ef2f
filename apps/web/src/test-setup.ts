import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { startI18n } from './ui/i18n.ts';

await startI18n('en');
afterEach(() => cleanup());
