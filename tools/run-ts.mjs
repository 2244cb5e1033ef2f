#!/usr/bin/env node
// Runs a TypeScript file of this repository: node tools/run-ts.mjs FILE [ARGUMENTS]
import { resolve } from 'node:path';
import { checkNode, ensureInstalled, ensurePage } from './setup.mjs';

checkNode();
ensureInstalled();
ensurePage();
const file = process.argv[2];
process.argv.splice(1, 2, file);
const { register } = await import('tsx/esm/api');
register();
await import(resolve(file));
