import type { Binaries } from '../../../tools/control-plane-binaries.mjs';
import { type ControlPlane, startControlPlane } from '../../real-cluster/control-plane.ts';
import { startNodes } from '../../real-cluster/nodes.ts';
import { openDoor } from '../door.ts';
import { anotherClient, type Arrived, isDryRun, type Witness, writeKubeconfig } from '../harness.ts';

/** A real control plane behind a door that remembers every request, loses answers and cuts connections when asked. */
export async function startRealWitness(
  name: string,
  binaries: Binaries,
  seed: (plane: ControlPlane) => Promise<void> = () => Promise.resolve(),
): Promise<Witness> {
  const plane = await startControlPlane(binaries);
  const nodes = await startNodes(plane.source, { nodes: 2, pods: 0 }).catch(async (error: unknown) => {
    await plane.stop();
    throw error;
  });
  await seed(plane);
  const userOf = new Map(plane.users.map(user => [`Bearer ${user.token}`, user.name]));
  const arrived: Arrived[] = [];
  let toLose: { readonly method: string; readonly path: RegExp } | null = null;
  const door = await openDoor(plane.server, (request, headers) => {
    arrived.push({ user: userOf.get(headers.authorization ?? '') ?? '', request, at: Date.now() });
    const isLost = toLose?.method === request.method && toLose.path.test(request.path) && !isDryRun(request);
    if (!isLost) return { type: 'pass' };
    toLose = null;
    return { type: 'lose' };
  });
  return {
    arrived,
    kubeconfig: writeKubeconfig(name, door, plane.users),
    contexts: [name, ...plane.users.slice(1).map(user => `${name}-${user.name}`)],
    other: anotherClient(plane.source),
    loseAnswer: (method, path) => {
      toLose = { method, path };
      return () => toLose === null;
    },
    rewrite: (plural, object) => plane.etcd.put(plural, object),
    cut: () => door.cut(),
    stop: () => {
      nodes.stop();
      door.close();
      void plane.stop();
    },
  };
}
