/** What runs in the worker, where there is none: it has no types of its own. */
declare module 'elkjs/lib/elk-worker.min.js' {
  const elk: { readonly Worker: new (url: string) => object };
  export default elk;
}
