import { afterEach, expect, test, vi } from 'vitest';
import { router } from './router.tsx';

vi.hoisted(() => vi.stubGlobal('scrollTo', () => {}));
afterEach(() => router.navigate({ to: '/' }));

test.each([
  ['/c/prod', '/c/prod/overview'],
  ['/c/prod/', '/c/prod/overview'],
  ['/c/a+b', '/c/a+b/overview'],
  ['/c/prod?ns=shop', '/c/prod/overview?ns=shop'],
])("a cluster's address %s leads to its overview", async (from, to) => {
  window.history.pushState(null, '', from);
  await router.load();
  expect(router.state.location.href).toBe(to);
});
