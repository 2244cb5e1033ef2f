import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What all text is set in; code in the second font comes later. */
const FIRST_FONT = /inter-latin-wght-normal-[\w-]+\.woff2$/;

/** The page's font loads beside its styles, not after them. */
function preloadFont(): Plugin {
  return {
    name: 'preload-font',
    apply: 'build',
    transformIndexHtml: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter(name => FIRST_FONT.test(name))
        .map(name => ({
          tag: 'link',
          attrs: { rel: 'preload', href: `/${name}`, as: 'font', type: 'font/woff2', crossorigin: true },
        })),
  };
}

export default defineConfig({
  plugins: [react(), preloadFont()],
  build: {
    target: 'es2023',
    // The first that know `light-dark()`: it is shipped as it is written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Inline assets would be refused by the page's own content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // `npm run check` holds what a first load may take; a warning here would be met by whoever starts it for the first time.
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A hundred small files over the six connections of HTTP/1.1 took half a second longer than one.
          // So with what every list needs behind it: the records of all kinds.
          groups: [
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: 'kinds', test: /data\/objects\/of-kind\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
});
