#!/usr/bin/env node
// Shows every part of the page's `ui` in every state, for whoever works on it; no part of the product.
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './setup.mjs';

/** The gallery at a free port of this machine alone. */
export async function startGallery(port = 0) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: join(root, 'apps/web'),
    configFile: join(root, 'apps/web/vite.config.ts'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port },
  });
  await server.listen();
  const address = server.httpServer?.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/gallery/index.html`;
  return { url, stop: () => server.close() };
}

if (process.argv[1] === import.meta.filename) {
  checkNode();
  ensureInstalled();
  const { url } = await startGallery(Number(process.argv[2] ?? 0));
  console.log(url);
}
