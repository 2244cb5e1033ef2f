import { asArray, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { Life } from './life.ts';

const MERGE = 'application/strategic-merge-patch+json';
const container = (resources: JsonObject, more: JsonObject = {}) => ({
  spec: { containers: [{ name: 'main', resources, ...more }] },
});

/** A pod that gets more while it runs, and what it may not become. */
export const POD_RESIZE: Scenario = {
  name: 'pod-resize',
  run: async stage => {
    const { look } = stage;
    const life = new Life(stage);
    const own = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m' } };
    await life.create('pods', {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'main', image: 'registry.example/p:1', resources: own }] },
    });
    const status = (pod: JsonObject) => asArray(getPath(pod, 'status', 'containerStatuses'))[0];
    const shown = (pod: JsonObject) => ({
      resources: getPath(status(pod), 'resources'),
      allocated: getPath(status(pod), 'allocatedResources'),
      restarts: getPath(status(pod), 'restartCount'),
    });
    const running = await life.until('pods', 'p', pod => getPath(status(pod), 'state', 'running') !== undefined);
    look('what it says that it has', shown(running));
    const path = life.path('pods', 'p');
    const resize = (body: JsonObject, at = `${path}/resize`) =>
      ({ method: 'PATCH', path: at, type: MERGE, body }) as const;
    const tried = async (title: string, body: JsonObject) => {
      const { message, details } = await stage.ask(resize(body)).then(answer => answer.body);
      look(title, { message, causes: getPath(details, 'causes') });
    };
    await tried('without a limit', container({ limits: { cpu: null } }));
    await tried('of another class', container({ requests: { cpu: '200m' }, limits: { memory: '64Mi' } }));
    await tried('with more of something else', container({ requests: { 'ephemeral-storage': '1Gi' } }));
    await tried('with a container more', { spec: { containers: [{ name: 'other', image: 'registry.example/o:1' }] } });
    await tried('with less than is asked for', container({ limits: { cpu: '50m' } }));
    const { status: refused } = await stage.ask(resize(container({ requests: { cpu: '150m' } }), path));
    look('by its own path', refused);
    const answer = await stage.ask(
      resize(container({ requests: { cpu: '150m' }, limits: { memory: '128Mi' } }, { image: 'registry.example/p:2' })),
    );
    look('more of both', {
      status: answer.status,
      image: getPath(asArray(getPath(answer.body, 'spec', 'containers'))[0], 'image'),
      resources: getPath(asArray(getPath(answer.body, 'spec', 'containers'))[0], 'resources'),
      generation: getPath(answer.body, 'metadata', 'generation'),
    });
    const grown = await life.until('pods', 'p', pod => getPath(status(pod), 'resources', 'requests', 'cpu') === '150m');
    look('what it says then', shown(grown));
    look('what is read there', shown(await stage.until({ method: 'GET', path: `${path}/resize` }, () => true)));
  },
};
