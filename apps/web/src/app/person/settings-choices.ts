import type { Preferences } from '@lanthorn/protocol/preferences.ts';

// What a person may choose, in the order in which it is offered.

export const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Preferences['theme'][];
export const DENSITIES = ['compact', 'roomy'] as const satisfies readonly Preferences['density'][];
export const TIME_FORMS = ['relative', 'absolute'] as const satisfies readonly Preferences['times'][];
