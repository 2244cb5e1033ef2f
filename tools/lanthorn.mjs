#!/usr/bin/env node
// `npm start` and `npm run lanthorn`: sets up what is missing, then runs the program in this very process.
import { join } from 'node:path';
import { checkNode, ensureInstalled, ensurePage, ensureServer } from './setup.mjs';

checkNode();
ensureInstalled();
const args = process.argv.slice(2);
const needsNoPage = args[0] === 'schedule' || args.some(arg => ['--help', '-h', '--version', '-V'].includes(arg));
if (!needsNoPage) ensurePage();
await import(join(await ensureServer(), 'lanthorn.mjs'));
