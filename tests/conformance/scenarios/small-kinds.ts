import type { JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';

const DEVICES = '/apis/resource.k8s.io/v1';

/** Kinds that nobody has much of: what is filled in, what is not taken, and what is asked through the server. */
export const SMALL_KINDS: Scenario = {
  name: 'small-kinds',
  run: async ({ namespace, send, ask }) => {
    const own = `/api/v1/namespaces/${namespace}`;
    const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    await ask({ method: 'POST', path: `${own}/pods`, body: pod });
    const bind = (title: string, path: string, body: JsonObject) =>
      send(title, { method: 'POST', path: `${own}/${path}`, body });
    const target = { kind: 'Node', name: 'n' };
    await bind('a binding of no pod', 'bindings', { metadata: { name: 'none' }, target });
    await bind('a binding without a name', 'bindings', { metadata: {}, target });
    await bind('a binding to nothing', 'bindings', { metadata: { name: 'p' } });
    await bind('a binding to what is no node', 'bindings', {
      metadata: { name: 'p' },
      target: { kind: 'Pod', name: 'n' },
    });
    await bind('a binding at the path of another pod', 'pods/p/binding', { metadata: { name: 'q' }, target });
    await bind('a binding', 'bindings', { metadata: { name: 'p' }, target });
    await bind('another binding of it', 'pods/p/binding', { metadata: { name: 'p' }, target });
    await send('bindings are not listed', { method: 'GET', path: `${own}/bindings` });
    await send('a part of the control plane that is none', { method: 'GET', path: '/api/v1/componentstatuses/none' });
    await send('parts of the control plane are not made', {
      ...{ method: 'POST', path: '/api/v1/componentstatuses', body: { metadata: { name: 'x' } } },
    });
    const get = (title: string, path: string) => send(title, { method: 'GET', path: `${own}/${path}` });
    await get('through the server: a pod that is not there', 'pods/none/proxy/');
    await get('through the server: a pod without an address', 'pods/p/proxy/');
    await get('through the server: a scheme that is none', 'pods/ftp:p:80/proxy/');
    await get('through the server: a Service that is not there', 'services/none/proxy/');
    await get('through the server: a port of a Service that is not there', 'services/none:80/proxy/');
    await ask({
      ...{ method: 'POST', path: `${own}/services` },
      body: { metadata: { name: 's' }, spec: { ports: [{ port: 80 }], selector: { app: 'none' } } },
    });
    await get('through the server: a Service with nobody behind it', 'services/s/proxy/');
    await get('through the server: a port that the Service has not', 'services/s:81/proxy/x/y');
    await send('through the server: a node that is not there', {
      method: 'GET',
      path: '/api/v1/nodes/none/proxy/healthz',
    });
    const dry = (title: string, path: string, body: JsonObject) =>
      send(title, { method: 'POST', path: `${DEVICES}/${path}`, query: { dryRun: 'All' }, body });
    const claims = `namespaces/${namespace}/resourceclaims`;
    const claim = (...requests: JsonObject[]) => ({ metadata: { name: 'c' }, spec: { devices: { requests } } });
    const exactly = (more: JsonObject) => ({ name: 'one', exactly: { deviceClassName: 'c', ...more } });
    await dry('a claim of all devices', claims, claim(exactly({ allocationMode: 'All' })));
    await dry(
      'a claim of the first that is there',
      claims,
      claim({
        name: 'one',
        firstAvailable: [
          { name: 'a', deviceClassName: 'c' },
          { name: 'b', deviceClassName: 'c', count: 2 },
        ],
      }),
    );
    await dry('a claim of nothing', claims, { metadata: { name: 'c' }, spec: {} });
    await dry('a claim of no class', claims, claim({ name: 'one', exactly: {} }));
    await dry(
      'a claim in two ways',
      claims,
      claim({ ...exactly({}), firstAvailable: [{ name: 'a', deviceClassName: 'c' }] }),
    );
    await dry('a claim in no way', claims, claim({ name: 'one' }));
    await dry('a claim of a mode that is none', claims, claim(exactly({ allocationMode: 'Some' })));
    await dry('a claim of all and of some', claims, claim(exactly({ allocationMode: 'All', count: 2 })));
    await dry('a claim whose requests have one name', claims, claim(exactly({}), exactly({})));
    await dry('a slice of nobody', 'resourceslices', { metadata: { name: 's' }, spec: {} });
    await dry('a taint without a word', 'devicetaintrules', { metadata: { name: 't' }, spec: { taint: {} } });
    await dry('a taint of an effect that is none', 'devicetaintrules', {
      ...{ metadata: { name: 't' }, spec: { taint: { key: 'a', effect: 'Never' } } },
    });
  },
};
