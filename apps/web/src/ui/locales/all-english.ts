import en from './en.json' with { type: 'json' };
import later from './en-later.json' with { type: 'json' };

/** Both English catalogues, for tests and documents: the page loads them one after the other. */
export const allEnglish = { ...en, ...later };
