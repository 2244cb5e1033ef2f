import { getPath } from '@lanthorn/base/json.ts';
import { findCondition, readOwners } from '@lanthorn/kube/objects/kube-object.ts';
import { eventually, type Witness } from './harness.ts';

// What actions need that the scenario has nothing of, made anew before each.

const BATCH = '/apis/batch/v1/namespaces/shop';
/** Of the CronJob that is named. */
export const FINISHED = 'ended-long-ago';
/** Waits for somebody to decide. */
export const REQUEST = 'ada';
const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
export const AUTOSCALER = 'watched';
const AUTOSCALERS = '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers';
export const CLAIM = 'full';
const CLAIMS = '/api/v1/namespaces/shop/persistentvolumeclaims';
const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';
const VOLUMES = '/api/v1/persistentvolumes';
/** `openssl req -new -subj "/O=developers/CN=ada"`. */
const CERTIFICATE_REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZU1JR0ZBZ0VBTUNNeEV6QVJCZ05WQkFvTUNtUmxkbVZzYjNCbGNuTXhEREFLQmdOVkJBTU1BMkZrWVRCWgpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJNOTV0QTZkNEdwdVpKUFV4cFIxS0U3Z0tBTGZTT0x3CmozazR6V3ltMkUxZStXdjZCNytLamh4UUM4OXFaTThLMVZkVC9GOEh1SHFueGZYZ05EODc3TkNnQURBS0JnZ3EKaGtqT1BRUURBZ05JQURCRkFpRUE0Z0JMWk9QVUFvVUlMWG5iK09Tc2N0SURwYU9INGZPZXgwYjVkU3dhdHpJQwpJRWEwZDB3ZkpzbklDSWJRVzdzUDlOeHUrQ08yb1BhT1c2MC80eU9lYTFjWAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

export const SECRET = 'locked';
const SECRETS = '/api/v1/namespaces/shop/secrets';
export const SECRET_PATH = `${SECRETS}/${SECRET}`;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
export const GRANT_PATH = `${RBAC}/namespaces/shop/rolebindings/view-eve`;
export const BINDING = 'to-be-taken-back';
const BINDINGS = `${RBAC}/clusterrolebindings`;
export const BINDING_PATH = `${BINDINGS}/${BINDING}`;
export const AUTOSCALER_PATH = `${AUTOSCALERS}/${AUTOSCALER}`;
export const CLAIM_PATH = `${CLAIMS}/${CLAIM}`;

export function troubleObjects(cluster: Witness) {
  const get = async (path: string) => (await cluster.other('GET', path)).body;
  const isGone = async (path: string) => (await cluster.other('GET', path)).status === 404;
  /** The one Job of a CronJob that came to its end. */
  const makeFinished = async (cronJob: string) => {
    const { metadata } = await get(`${BATCH}/cronjobs/${cronJob}`);
    const uid = getPath(metadata, 'uid');
    const { items } = await get(`${BATCH}/jobs`);
    for (const job of items as unknown[]) {
      if (!readOwners(job).some(owner => owner.uid === uid)) continue;
      const path = `${BATCH}/jobs/${String(getPath(job, 'metadata', 'name'))}`;
      await cluster.other('DELETE', path);
      await eventually(() => isGone(path), 'a Job before is gone');
    }
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob, uid, controller: true };
    const container = JSON.stringify({ runSeconds: [0, 0] });
    await cluster.other('POST', `${BATCH}/jobs`, {
      metadata: { name: FINISHED, ownerReferences: [owner] },
      spec: {
        template: {
          metadata: { annotations: { 'simulation.lanthorn.dev/container': container } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] },
        },
      },
    });
    const isOver = async () => findCondition(await get(`${BATCH}/jobs/${FINISHED}`), 'Complete') !== null;
    await eventually(isOver, 'the Job is finished');
  };
  const askForCertificate = async () => {
    await cluster.other('DELETE', `${REQUESTS}/${REQUEST}`);
    const spec = { request: CERTIFICATE_REQUEST, signerName: 'example.com/internal', usages: ['client auth'] };
    await cluster.other('POST', REQUESTS, { metadata: { name: REQUEST }, spec });
  };
  /** Of nothing that is there: it changes nobody's pods. */
  const makeAutoscaler = async () => {
    await cluster.other('DELETE', `${AUTOSCALERS}/${AUTOSCALER}`);
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' };
    await cluster.other('POST', AUTOSCALERS, {
      metadata: { name: AUTOSCALER },
      spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 3 },
    });
  };
  /** Bound to a volume made by hand, under a class that lets it grow. */
  const makeClaim = async () => {
    await cluster.other('DELETE', `${CLAIMS}/${CLAIM}`);
    await eventually(() => isGone(CLAIM_PATH), 'the claim before is gone');
    await cluster.other('DELETE', `${VOLUMES}/${CLAIM}`);
    await eventually(() => isGone(`${VOLUMES}/${CLAIM}`), 'its volume is gone');
    await cluster.other('POST', CLASSES, {
      ...{ metadata: { name: 'growing' }, provisioner: 'example.com/by-hand', allowVolumeExpansion: true },
    });
    const shared = { storageClassName: 'growing', accessModes: ['ReadWriteOnce'] };
    await cluster.other('POST', VOLUMES, {
      metadata: { name: CLAIM },
      spec: { ...shared, capacity: { storage: '1Gi' }, hostPath: { path: '/full' } },
    });
    await cluster.other('POST', CLAIMS, {
      metadata: { name: CLAIM },
      spec: { ...shared, volumeName: CLAIM, resources: { requests: { storage: '1Gi' } } },
    });
    const phase = async () => getPath((await cluster.other('GET', `${CLAIMS}/${CLAIM}`)).body, 'status', 'phase');
    await eventually(async () => (await phase()) === 'Bound', 'the claim is bound');
  };
  const makeSecret = async () => {
    await cluster.other('DELETE', SECRET_PATH);
    await cluster.other('POST', SECRETS, { metadata: { name: SECRET }, data: { user: 'YQ==' } });
  };
  const specOf = async (path: string) => getPath(await get(path), 'spec');
  const removeGrant = () => cluster.other('DELETE', GRANT_PATH);
  const makeBinding = async () => {
    await cluster.other('DELETE', BINDING_PATH);
    await cluster.other('POST', BINDINGS, {
      metadata: { name: BINDING },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'eve' }],
    });
  };
  const isDecided = async (decision: string) => findCondition(await get(`${REQUESTS}/${REQUEST}`), decision) !== null;
  return {
    ...{ get, specOf, isDecided },
    ...{ makeFinished, askForCertificate, makeAutoscaler, makeClaim, makeSecret, removeGrant, makeBinding },
  };
}
