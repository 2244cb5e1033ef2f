#!/usr/bin/env node
// What the first screen loads stays within its budget.
import { join } from 'node:path';
import { firstLoad } from '../first-load.mjs';
import { ensurePage, root } from '../setup.mjs';

/** KB of gzip on first load (architecture, budgets). */
const SCRIPTS_KB = 250;
const STYLES_KB = 25;
/** A browser asks for so many at a time over HTTP/1.1; what is more waits for another round trip. */
const SCRIPT_FILES = 6;
/** The Latin of both fonts; letters of other scripts come when they are needed. */
const FONTS_KB = 100;
ensurePage();
const dist = join(root, 'apps/web/dist');
const { kb, files, stylesKb, fontsKb } = firstLoad(dist);
console.log(
  `first load: ${kb.toFixed(1)} KB of gzip JavaScript in ${files} files (budget ${SCRIPTS_KB} in ${SCRIPT_FILES})`,
);
console.log(`first load: ${stylesKb.toFixed(1)} KB of gzip styles (budget ${STYLES_KB})`);
console.log(`first load: ${fontsKb.toFixed(1)} KB of fonts (budget ${FONTS_KB})`);
const isOver = kb > SCRIPTS_KB || files > SCRIPT_FILES || stylesKb > STYLES_KB || fontsKb > FONTS_KB || fontsKb === 0;
process.exit(isOver ? 1 : 0);
