import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { startCluster } from '../e2e/harness.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';
import { hasKubectl, kubectl, type KubectlAnswer, type KubectlLine } from './kubectl-runner.ts';

// The kubectl on PATH against the embedded API server and a real one, both without controllers: the same exit codes and texts.

const binaries = cachedBinaries();
const NAMESPACE = 'both';

const MAP = (value: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: applied
data:
  a: "${value}"
`;

/** In order: each stands on those before it. */
const LINES: readonly KubectlLine[] = [
  [`create namespace ${NAMESPACE}`],
  ['create serviceaccount default'],
  ['create configmap m --from-literal=a=1 --from-literal=b=2'],
  ['create configmap m --from-literal=a=1'],
  ['create secret generic s --from-literal=password=x'],
  ['create job j --image=busybox -- sleep 1'],
  ['create cronjob c --image=busybox --schedule=@daily'],
  ['create cronjob bad --image=busybox --schedule=99'],
  ['create job again --from=cronjob/c'],
  ['create deployment d --image=nginx --replicas=2 --port=80'],
  ['create service clusterip d --tcp=80:8080'],
  ['create quota q --hard=pods=5,cpu=2'],
  ['create role r --verb=get,list --resource=pods'],
  ['create rolebinding b --role=r --user=vera'],
  ['create ingress i --rule=a.example/*=d:80'],
  ['create poddisruptionbudget p --selector=app=d --min-available=1'],
  ['create serviceaccount robot'],
  ['run pod --image=busybox --restart=Never -- sleep 1'],
  ['get configmaps'],
  ['get configmap m -o yaml'],
  ['get cronjobs -o wide'],
  ['get deployments,services,jobs'],
  ['get quota,ingress,pdb,role,rolebinding'],
  ['get secrets -o custom-columns=NAME:.metadata.name,TYPE:.type'],
  ['get cronjob c -o jsonpath={.spec.schedule}'],
  ['get cronjob none'],
  ['get nothing'],
  ['get pods --field-selector=status.phase=Pending'],
  ['get pods -l run=pod --show-labels'],
  ['label configmap m a=b'],
  ['label configmap m a=c'],
  ['annotate configmap m note=x'],
  ['patch cronjob c --type=merge --patch={"spec":{"suspend":true}}'],
  ['patch cronjob c --type=json --patch=[{"op":"replace","path":"/spec/schedule","value":"x"}]'],
  ['set image deployment/d nginx=nginx:2'],
  ['set env deployment/d LEVEL=debug'],
  ['scale deployment d --replicas=3'],
  ['scale deployment d --replicas=4 --current-replicas=9'],
  ['rollout restart deployment d'],
  ['rollout pause deployment d'],
  ['rollout pause deployment d'],
  ['rollout resume deployment d'],
  ['apply -f -', MAP('1')],
  ['apply -f -', MAP('1')],
  ['apply -f -', MAP('2')],
  ['diff -f -', MAP('3')],
  ['apply --server-side -f -', MAP('3')],
  ['apply --server-side --field-manager=other -f -', MAP('4')],
  ['apply --server-side --field-manager=other --force-conflicts -f -', MAP('4')],
  ['apply -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndatta: {}\n'],
  ['apply -f -', 'apiVersion: v9\nkind: Thing\nmetadata:\n  name: x\n'],
  ['create -f -', MAP('1')],
  ['replace -f -', MAP('9')],
  ['auth can-i delete pods'],
  ['auth can-i get pods --as=vera'],
  ['auth can-i delete pods --as=vera'],
  ['taint nodes none a=b:NoSchedule'],
  ['describe secret s'],
  ['describe role r'],
  ['describe ingress i'],
  ['describe cronjob c'],
  ['describe job j'],
  ['describe deployment d'],
  ['describe pod pod'],
  ['describe quota q'],
  ['describe pdb p'],
  ['describe serviceaccount robot'],
  [`describe namespace ${NAMESPACE}`],
  ['wait --for=jsonpath={.spec.suspend}=true cronjob/c --timeout=2s'],
  ['wait --for=condition=complete job/j --timeout=1s'],
  ['create clusterrole cr --verb=get --resource=nodes'],
  ['create clusterrolebinding cb --clusterrole=cr --user=vera'],
  ['create priorityclass high --value=1000'],
  ['create secret docker-registry d --docker-server=r.example --docker-username=u --docker-password=p'],
  ['create service nodeport np --tcp=80:8080'],
  ['create service loadbalancer lb --tcp=80:8080'],
  ['create service externalname en --external-name=a.example'],
  ['get services en -o jsonpath={.spec.externalName}'],
  ['delete configmap m --dry-run=server'],
  ['delete configmap m'],
  ['delete configmap m'],
  ['delete configmap m --ignore-not-found'],
  ['delete cronjob c --cascade=orphan'],
  ['delete pod pod --now --wait=false'],
];

describe.skipIf(!hasKubectl || binaries === null)(
  hasKubectl ? 'kubectl, on both' : 'kubectl, on both (none on PATH)',
  () => {
    const answers: { embedded: KubectlAnswer; real: KubectlAnswer }[] = [];
    const stops: (() => unknown)[] = [];

    beforeAll(async () => {
      if (binaries === null) return;
      const [cluster, plane] = await Promise.all([
        startCluster('both', { isBare: true }),
        startControlPlane(binaries, { hasControllers: false }),
      ]);
      stops.push(
        () => cluster.stop(),
        () => plane.stop(),
      );
      const [embedded, real] = [cluster, plane].map(({ kubeconfig }) => kubectl(kubeconfig, NAMESPACE)) as [
        ReturnType<typeof kubectl>,
        ReturnType<typeof kubectl>,
      ];
      for (const line of LINES) {
        const [a, b] = await Promise.all([embedded(line), real(line)]);
        answers.push({ embedded: a, real: b });
      }
    }, 300_000);
    afterAll(() => Promise.all(stops.map(stop => stop())));

    for (const [i, [words]] of LINES.entries()) {
      test(`[AS1] ${i + 1}. kubectl ${words}`, () => {
        const answer = answers[i];
        expect(answer?.embedded).toEqual(answer?.real);
      });
    }
  },
);
