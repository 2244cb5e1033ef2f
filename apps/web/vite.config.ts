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

/** How an action is planned, found done and taken back is the server's business: the page offers actions, and plans none. */
const SERVERS_PARTS: ReadonlySet<string> = new Set(['plan', 'related', 'isOwnWork', 'inverse', 'effects', 'kubectl']);
const FUNCTIONS: ReadonlySet<unknown> = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'Identifier']);

interface Node {
  readonly type?: unknown;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Such parts of literal objects, from the first to the last. */
function serversParts(node: Node): readonly { readonly start: number; readonly end: number; readonly name: string }[] {
  const { type, key, value, start, end } = node;
  if (type === 'ObjectPattern') return [];
  const name = isNode(key) ? String(key['name']) : '';
  const isPart = type === 'Property' && node['shorthand'] !== true && SERVERS_PARTS.has(name);
  if (isPart && isNode(value) && FUNCTIONS.has(value.type)) return [{ start, end, name }];
  return Object.values(node).flat().filter(isNode).flatMap(serversParts);
}

/** What only the server asks of actions is no part of the page that is built; nothing else uses it, so what it needs goes with it. */
function withoutPlans(): Plugin {
  return {
    name: 'without-plans',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!/\/packages\/actions\/src\/[^?]*\.ts$/.test(id)) return null;
      const kept = serversParts(this.parse(code) as unknown as Node).reduceRight(
        (text, { start, end, name }) => `${text.slice(0, start)}${name}: null${text.slice(end)}`,
        code,
      );
      return { code: kept, map: null };
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadFont(), withoutPlans()],
  build: {
    target: 'es2023',
    // The first that know `light-dark()`: it is shipped as it is written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Inline assets would be refused by the page's own content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
