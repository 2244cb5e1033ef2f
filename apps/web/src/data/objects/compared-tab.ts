/** As the address says that an object is compared with another: behind its tab. */
export const COMPARED = 'compare';
export const COMPARED_TAB = `yaml:${COMPARED}`;
