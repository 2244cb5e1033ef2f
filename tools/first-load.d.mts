/** KB of gzip JavaScript that a browser loads of a built page before anything is shown, and in how many files. */
export function firstLoad(dist: string): { kb: number; files: number };
