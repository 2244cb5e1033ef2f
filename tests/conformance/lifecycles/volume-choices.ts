import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, Life, template } from './life.ts';

const isBound = (object: JsonObject) => getPath(object, 'status', 'phase') === 'Bound';

/** Which volume a claim gets when somebody said so, or when it waits for its first pod; what becomes of volumes that are deleted with it. */
export const VOLUME_CHOICES: Scenario = {
  name: 'volume-choices',
  run: async stage => {
    const life = new Life(stage);
    const own = (suffix: string) => `${stage.namespace}-${suffix}`;
    const volumes = '/api/v1/persistentvolumes';
    const make = (path: string, body: unknown) =>
      stage.until({ method: 'POST', path, body }, ({ status }) => status === 201 || status === 409);
    const volume = (suffix: string, rest: JsonObject, storage = '2Gi') => ({
      metadata: { name: own(suffix) },
      spec: {
        capacity: { storage },
        accessModes: ['ReadWriteOnce'],
        storageClassName: own('static'),
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: { path: '/tmp/lanthorn-none' },
        ...rest,
      },
    });
    const claim = (name: string, rest: JsonObject = {}) => ({
      metadata: { name },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: own('static'),
        resources: { requests: { storage: '1Gi' } },
        ...rest,
      },
    });
    const get = (suffix: string) => ({ method: 'GET', path: `${volumes}/${own(suffix)}` }) as const;
    const binding = (object: JsonObject) => ({
      volume: getPath(object, 'spec', 'volumeName'),
      annotations: getPath(object, 'metadata', 'annotations'),
      phase: getPath(object, 'status', 'phase'),
    });

    await make(volumes, volume('smaller', {}));
    await make(volumes, volume('kept', { claimRef: { namespace: stage.namespace, name: 'promised' } }, '9Gi'));
    await stage.until(get('kept'), ({ body }) => getPath(body, 'status', 'phase') === 'Available');
    await life.create('persistentvolumeclaims', claim('promised'));
    life.look(
      'a volume that was kept for a claim',
      binding(await life.until('persistentvolumeclaims', 'promised', isBound)),
    );
    const kept = await stage.until(get('kept'), ({ body }) => getPath(body, 'status', 'phase') === 'Bound');
    life.look('its annotations', getPath(kept, 'metadata', 'annotations') ?? null);
    await life.create('persistentvolumeclaims', claim('named', { volumeName: own('smaller') }));
    life.look('a volume that a claim names', binding(await life.until('persistentvolumeclaims', 'named', isBound)));
    await life.create('persistentvolumeclaims', claim('late', { volumeName: own('kept') }));
    await life.showEvents('a volume that is taken', 'PersistentVolumeClaim', 'late');
    await life.show('it waits', 'persistentvolumeclaims', 'late', 'status');

    await make('/apis/storage.k8s.io/v1/storageclasses', {
      metadata: { name: own('local') },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1'] }];
    const nodeAffinity = { required: { nodeSelectorTerms: [{ matchExpressions }] } };
    await make(volumes, volume('disk', { storageClassName: own('local'), nodeAffinity }));
    await life.create('persistentvolumeclaims', claim('waits', { storageClassName: own('local') }));
    await life.showEvents('nobody uses it yet', 'PersistentVolumeClaim', 'waits');
    await life.show('so it is not bound', 'persistentvolumeclaims', 'waits', 'status');
    await life.create('pods', {
      metadata: { name: 'user' },
      spec: {
        ...(getPath(template({ labels: {} }), 'spec') as JsonObject),
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'waits' } }],
      },
    });
    life.look('with its first pod', binding(await life.until('persistentvolumeclaims', 'waits', isBound)));
    const user = await life.until('pods', 'user', object => getPath(object, 'spec', 'nodeName') !== undefined);
    life.look('the pod runs where the volume is', getPath(user, 'spec', 'nodeName'));
    await life.create('pods', {
      metadata: { name: 'lost' },
      spec: {
        ...(getPath(template({ labels: {} }), 'spec') as JsonObject),
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'never-made' } }],
      },
    });
    const lost = await life.until('pods', 'lost', object => conditions(object).length > 0);
    life.look(
      'a pod whose claim is none',
      conditions(lost).map(entry => ({
        ...asObject(entry),
        message: String(asObject(entry)['message']).replace(/\d+/g, 'N'),
      })),
    );

    await make(volumes, volume('gone', { storageClassName: own('gone'), persistentVolumeReclaimPolicy: 'Delete' }));
    const nfs = { server: 'nas.example.com', path: '/x' };
    await make(
      volumes,
      volume('stays', {
        storageClassName: own('stays'),
        persistentVolumeReclaimPolicy: 'Delete',
        hostPath: undefined,
        nfs,
      }),
    );
    for (const suffix of ['gone', 'stays']) {
      await life.create('persistentvolumeclaims', claim(suffix, { storageClassName: own(suffix) }));
      await life.until('persistentvolumeclaims', suffix, isBound);
      await life.delete('persistentvolumeclaims', suffix);
    }
    await stage.until(get('gone'), ({ status }) => status === 404);
    const failed = await stage.until(get('stays'), ({ body }) => getPath(body, 'status', 'phase') === 'Failed');
    life.look('a volume that nobody knows how to delete', {
      ...asObject(failed['status']),
      lastPhaseTransitionTime: null,
    });
    await stage.until({ method: 'DELETE', path: `/apis/storage.k8s.io/v1/storageclasses/${own('local')}` }, () => true);
    for (const suffix of ['smaller', 'kept', 'disk', 'stays'])
      await stage.until({ method: 'DELETE', path: `${volumes}/${own(suffix)}` }, ({ status }) => status === 200);
  },
};
