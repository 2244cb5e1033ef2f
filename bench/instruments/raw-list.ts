import { asString, getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';

// Question: what does a list of all pods cost a plain client? Run as a program with a kubeconfig, it is a client that has done
// nothing before: its first connection, its code not warm yet, as in a console that was just started.

export interface ListTimes {
  readonly firstMs: number;
  readonly allMs: number;
}

/** All pods by a plain client in pages of 500: what Lanthorn cannot do without. */
export async function rawList(source: ApiSource): Promise<ListTimes> {
  const from = performance.now();
  let token = '';
  let firstMs = 0;
  do {
    const query = { limit: '500', ...(token === '' ? {} : { continue: token }) };
    const page: unknown = JSON.parse(await readBody(await source.send({ method: 'GET', path: '/api/v1/pods', query })));
    firstMs ||= performance.now() - from;
    token = asString(getPath(page, 'metadata', 'continue'));
  } while (token !== '');
  return { firstMs, allMs: performance.now() - from };
}

const kubeconfig = process.argv[2];
if (process.argv[1] === import.meta.filename && kubeconfig !== undefined) {
  const config = loadKubeconfig([kubeconfig]).contexts[0]?.config;
  if (config === null || config === undefined) throw new Error('no context');
  const source = new UpstreamSource(config, systemClock);
  console.log(JSON.stringify(await rawList(source)));
  await source.close();
}
