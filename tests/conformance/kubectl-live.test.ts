import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { startCluster } from '../e2e/harness.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';
import { startNodes } from '../real-cluster/nodes.ts';
import { hasKubectl, type Kubectl, kubectl, type KubectlAnswer, type KubectlLine } from './kubectl-runner.ts';

// The kubectl on PATH against two clusters that live: controllers act, pods run, commands run in them. The same exit codes and texts.

const binaries = cachedBinaries();
const NAMESPACE = 'live';
/** Takes a file and changes what it finds there. */
const EDITOR = 'sed -i s/registry.example/registry.edited/';

const WEB = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    kubernetes.io/change-cause: image ${image}
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          image: registry.example/web:${image}
          ports: [{ containerPort: 8080 }]
`;

const ONE = `apiVersion: v1
kind: Pod
metadata:
  name: one
  annotations: { simulation.lanthorn.dev/container: '{"log":"silent"}' }
spec:
  containers:
    - name: main
      image: registry.example/one:1
      env: [{ name: COLOUR, value: red }]
      ports: [{ containerPort: 8080 }]
    - name: side
      image: registry.example/side:1
`;

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: lamps.example.com
spec:
  group: example.com
  scope: Namespaced
  names: { plural: lamps, singular: lamp, kind: Lamp, shortNames: [lm] }
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns: [{ name: Colour, type: string, jsonPath: .spec.colour }]
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [colour]
              properties: { colour: { type: string, enum: [red, green] }, watts: { type: integer, default: 5 } }
`;

const LAMP = (colour: string) => `apiVersion: example.com/v1
kind: Lamp
metadata: { name: l }
spec: { colour: ${colour} }
`;

/** In order: each stands on those before it. */
const LINES: readonly KubectlLine[] = [
  [`create namespace ${NAMESPACE}`],
  ['wait --for=create serviceaccount/default --timeout=20s'],
  ['apply -f -', ONE],
  ['wait --for=condition=Ready pod/one --timeout=40s'],
  ['apply -f -', WEB('1')],
  ['wait --for=condition=Available deployment/web --timeout=40s'],
  ['rollout status deployment/web --timeout=40s --watch=false'],
  ['apply -f -', WEB('2')],
  ['wait --for=jsonpath={.status.updatedReplicas}=2 deployment/web --timeout=40s'],
  ['wait --for=jsonpath={.status.replicas}=2 deployment/web --timeout=40s'],
  ['rollout status deployment/web --timeout=40s'],
  ['rollout history deployment/web'],
  ['rollout history deployment/web --revision=1'],
  ['rollout undo deployment/web'],
  ['rollout history deployment/web', undefined, '\n3 '],
  ['rollout undo deployment/web --to-revision=9'],
  ['rollout restart deployment/web'],
  ['rollout history deployment/none'],
  ['exec one -c main -- echo hello'],
  ['exec one -- cat /etc/hostname'],
  ['exec one -c main -- sh -c exit${IFS}3'],
  ['exec one -c main -- sh -c printenv${IFS}COLOUR'],
  ['exec one -c main -- nosuch'],
  ['exec one -c none -- echo'],
  ['exec none -- echo'],
  ['cp - one:/tmp/there -c main', 'copied\n'],
  ['exec one -c main -- cat /tmp/there'],
  ['cp one:/tmp/there FOLDER/back -c main'],
  ['cp one:/tmp/missing FOLDER/back -c main'],
  ['logs one -c main --tail=0'],
  ['logs one -c none'],
  ['logs none'],
  ['get configmaps -w --request-timeout=2s'],
  ['get pods one -o name --watch --request-timeout=2s'],
  ['edit deployment web'],
  ['get deployment web -o jsonpath={.spec.template.spec.containers[*].image}'],
  ['edit deployment web'],
  ['explain pod.spec.restartPolicy --output=plaintext-openapiv2'],
  ['explain cronjob.spec'],
  ['explain cronjob.spec.jobTemplate.spec --recursive'],
  ['explain pod.nothing'],
  ['api-resources --api-group=batch'],
  ['api-resources --api-group=apps -o name'],
  ['api-resources --namespaced=false --api-group=rbac.authorization.k8s.io'],
  ['api-versions'],
  ['auth can-i --list --as=vera'],
  ['auth whoami -o jsonpath={.status.userInfo.groups}'],
  ['cordon node-1'],
  ['cordon node-1'],
  ['cordon nowhere'],
  ['taint nodes node-0 a=b:NoSchedule'],
  ['taint nodes node-0 a=b:NoSchedule'],
  ['taint nodes node-0 a-'],
  ['taint nodes node-0 a-'],
  ['uncordon node-1'],
  ['drain node-1 --dry-run=server --pod-selector=app=none'],
  ['drain nowhere'],
  ['run lone --image=registry.example/lone:1 --labels=app=lone --overrides={"spec":{"nodeName":"node-1"}}'],
  ['wait --for=condition=Ready pod/lone --timeout=40s'],
  ['drain node-1 --pod-selector=app=lone'],
  ['drain node-1 --pod-selector=app=lone --force'],
  ['get pod lone'],
  ['uncordon node-1'],
  ['top pods'],
  ['apply -f -', CRD],
  ['wait --for=condition=Established crd/lamps.example.com --timeout=20s'],
  ['apply -f -', LAMP('red')],
  ['apply -f -', LAMP('blue')],
  ['get lamps'],
  ['get lm l -o jsonpath={.spec.watts}'],
  ['explain lamp.spec --recursive'],
  ['patch lamp l --type=merge --patch={"spec":{"colour":"green"}}'],
  ['get crd lamps.example.com'],
  ['api-resources --api-group=example.com'],
  ['delete crd lamps.example.com'],
  ['create token default --duration=1s'],
  ['create token nobody'],
  ['autoscale deployment web --max=3'],
  ['get hpa'],
  ['set resources deployment web --limits=cpu=1'],
  ['expose deployment web --port=80'],
  ['get endpointslices -l kubernetes.io/service-name=web -o jsonpath={.items[*].addressType}', undefined, 'IPv4'],
  ['get endpointslices -l kubernetes.io/service-name=web -o jsonpath={.items[*].ports}', undefined, '80'],
  ['delete namespace default'],
  ['delete namespace kube-system --dry-run=server'],
  ['get --raw /apis/batch/'],
  ['delete deployment web'],
  ['delete pod one --now'],
  [`delete namespace ${NAMESPACE}`],
  [`get namespace ${NAMESPACE}`],
];

const ANSWER_MS = 10_000;
/** When the pod runs. */
const FORWARD_AFTER = LINES[3];

interface Forwarded {
  /** What the port of the pod answered. */
  readonly page: string;
  /** What kubectl said of another port. */
  readonly said: string;
}

/** Forwards two ports of a pod, asks both, and ends. */
async function forward(kubeconfig: string): Promise<Forwarded> {
  const child = spawn('kubectl', ['--kubeconfig', kubeconfig, '-n', NAMESPACE, 'port-forward', 'one', ':8080', ':9']);
  // It ends by itself where a port is refused.
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', chunk => (said += String(chunk)));
  let listening = '';
  const ports = () => [...listening.matchAll(/127\.0\.0\.1:(\d+) -> /g)].map(([, port]) => Number(port));
  const isListening = new Promise<void>(resolve => {
    child.stdout.on('data', chunk => {
      listening += String(chunk);
      if (ports().length === 2) resolve();
    });
  });
  await Promise.race([isListening, ended]);
  const ask = (port: number | undefined) =>
    fetch(`http://127.0.0.1:${port}/hello`, { signal: AbortSignal.timeout(ANSWER_MS) }).then(answer => answer.text());
  const page = await ask(ports()[0]).catch(String);
  await ask(ports()[1]).catch(() => '');
  child.kill();
  await ended;
  return { page, said };
}

/** Where the embedded cluster is known to differ, by the line; an entry falls when it is mended. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'top pods': 'the embedded cluster measures, as with metrics-server; the real one has nothing that does',
  'api-versions': 'the embedded cluster has the group of metrics-server',
};

describe.skipIf(!hasKubectl || binaries === null)(
  hasKubectl ? 'kubectl, on both, alive' : 'kubectl, on both, alive (none on PATH)',
  () => {
    const answers: { embedded: KubectlAnswer; real: KubectlAnswer }[] = [];
    const forwarded: Forwarded[] = [];
    const stops: (() => unknown)[] = [];

    beforeAll(async () => {
      if (binaries === null) return;
      const [cluster, plane] = await Promise.all([
        startCluster('live', { isBare: true, nodes: 2 }),
        startControlPlane(binaries, { hasControllers: true }),
      ]);
      const nodes = await startNodes(plane.source, { nodes: 2, pods: 0 });
      stops.push(
        () => cluster.stop(),
        () => nodes.stop(),
        () => plane.stop(),
      );
      const [embedded, real] = [cluster, plane].map(({ kubeconfig }) =>
        kubectl(kubeconfig, NAMESPACE, { editor: EDITOR }),
      ) as [Kubectl, Kubectl];
      for (const line of LINES) {
        const [a, b] = await Promise.all([embedded(line), real(line)]);
        answers.push({ embedded: a, real: b });
        if (line === FORWARD_AFTER)
          forwarded.push(...(await Promise.all([cluster, plane].map(({ kubeconfig }) => forward(kubeconfig)))));
      }
    }, 400_000);
    afterAll(() => Promise.all(stops.map(stop => stop())));

    test('[AS13] a forwarded port answers, and one that nobody listens on is refused', () => {
      expect(forwarded.map(({ page }) => page)).toEqual(Array(2).fill('GET /hello answered by live/one:8080\n'));
      for (const { said } of forwarded) expect(said).toContain('connection refused');
    });

    for (const [i, [words]] of LINES.entries()) {
      const check = DIFFERENCES[words] === undefined ? test : test.fails;
      check(`[AS13] ${i + 1}. kubectl ${words}`, () => {
        const answer = answers[i];
        expect(answer?.embedded).toEqual(answer?.real);
      });
    }
  },
);
