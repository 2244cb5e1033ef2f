#!/usr/bin/env node
// The embedded cluster alone: npm run cluster -- --port 6443 --kubeconfig demo.yaml
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './setup.mjs';

checkNode();
ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import(join(root, 'apps/cluster/src/main.ts'));
