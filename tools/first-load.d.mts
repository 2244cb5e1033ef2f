/** What a browser loads of a built page before anything is shown: KB of gzip JavaScript, in how many files, of styles and of fonts. */
export function firstLoad(dist: string): { kb: number; files: number; stylesKb: number; fontsKb: number };
