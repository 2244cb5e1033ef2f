#!/usr/bin/env node
// First-load JavaScript of the page as it is now stays within its budget.
import { join } from 'node:path';
import { firstLoad } from './first-load.mjs';
import { ensurePage, root } from './setup.mjs';

/** KB of gzip JavaScript on first load (architecture, budgets). */
const BUDGET_KB = 250;
ensurePage();
const { kb, files } = firstLoad(join(root, 'apps/web/dist'));
console.log(`first load: ${kb.toFixed(1)} KB of gzip JavaScript in ${files} files (budget ${BUDGET_KB})`);
process.exit(kb > BUDGET_KB ? 1 : 0);
