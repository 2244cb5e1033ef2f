import { asString, getPath } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';

const WATCHES = 4;

/** Many watches from one moment on tell the same, in the same order. */
export const WATCH_ORDER: Scenario = {
  name: 'watch-order',
  run: async ({ namespace, ask, send }) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const { body: list } = await ask({ method: 'GET', path });
    const resourceVersion = asString(getPath(list, 'metadata', 'resourceVersion'));
    const watch = (i: number) =>
      send(`watch ${i}`, {
        ...{ method: 'GET', path, events: 6, query: { watch: '1', resourceVersion, timeoutSeconds: '20' } },
      });
    const watches = Array.from({ length: WATCHES / 2 }, (_, i) => watch(i));
    for (const name of ['a', 'b']) await ask({ method: 'POST', path, body: { metadata: { name }, data: { at: '1' } } });
    for (const name of ['b', 'a'])
      await ask({ method: 'PUT', path: `${path}/${name}`, body: { metadata: { name }, data: { at: '2' } } });
    for (const name of ['a', 'b']) await ask({ method: 'DELETE', path: `${path}/${name}` });
    // Of those that began before, and of those that begin when all is over.
    await Promise.all(watches);
    for (let i = WATCHES / 2; i < WATCHES; i++) await watch(i);
  },
};
