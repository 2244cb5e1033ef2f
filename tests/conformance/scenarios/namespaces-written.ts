import { asObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';

const MERGE = 'application/merge-patch+json';

/** What Kubernetes' own conformance tests write to a namespace. */
export const NAMESPACES_WRITTEN: Scenario = {
  name: 'namespaces-written',
  async run({ send, ask, namespace }) {
    const one = `/api/v1/namespaces/${namespace}`;
    const label = (value: string) => ({ metadata: { labels: { written: value } } });
    await send('patched', { method: 'PATCH', path: one, type: MERGE, body: label('patched') });
    const { body: read } = await ask({ method: 'GET', path: one });
    const metadata = { ...asObject(read['metadata']), labels: { written: 'replaced' } };
    await send('replaced', { method: 'PUT', path: one, body: { ...read, metadata } });
    const condition = { type: 'StatusPatch', status: 'True', reason: 'E2E', message: 'Patched by a test' };
    const conditions = [{ ...condition, lastTransitionTime: '2026-01-01T00:00:00Z' }];
    const said = { metadata: { annotations: { patchedstatus: 'true' } }, status: { conditions } };
    await send('its status patched', { method: 'PATCH', path: `${one}/status`, type: MERGE, body: said });
    const { body: before } = await ask({ method: 'GET', path: `${one}/status` });
    const status = { ...asObject(before['status']), conditions: conditions.map(c => ({ ...c, type: 'StatusUpdate' })) };
    await send('its status replaced', { method: 'PUT', path: `${one}/status`, body: { ...before, status } });
    await send('its status read', { method: 'GET', path: `${one}/status` });
  },
};
