import type { Scenario } from '../scenario.ts';
import { APPLY_CONFIGURATION, FIELD_MANAGEMENT } from './field-management.ts';

export const SCENARIOS: readonly Scenario[] = [FIELD_MANAGEMENT, APPLY_CONFIGURATION];
