import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedClient } from '../../tools/foreign-clients.mjs';
import { eventually } from '../e2e/harness.ts';
import { CLUSTERS, type LiveCluster, makeNamespace } from './clusters.ts';
import { Terminal } from './terminal.ts';

// k9s as a person has it: in a terminal, by its keys, and what counts is what stands on the screen.

const k9s = cachedClient('k9s');
const NAMESPACE = 'clients';
const PATIENCE_MS = 30_000;
const OPTIONS = `--namespace ${NAMESPACE} --command pods --logoless --splashless --refresh 2`;
const CTRL_D = '\u0004';

/** What it says when it cannot, and how it dies. */
const FAULTS = /panic:|Boom!!|😡|failed to|unable to|is forbidden/i;

/** Every view of its own but that of its load tests, which is empty until one was made; and kinds of every group: what is typed behind `:`, and the title that then stands over the table. */
const VIEWS: readonly (readonly [string, RegExp])[] = [
  ...[
    ...['pods', 'services', 'nodes', 'namespaces', 'configmaps', 'secrets', 'events', 'serviceaccounts', 'endpoints'],
    ...['persistentvolumeclaims', 'persistentvolumes', 'replicationcontrollers', 'resourcequotas', 'limitranges'],
    ...['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'controllerrevisions', 'jobs', 'cronjobs'],
    ...['ingresses', 'ingressclasses', 'networkpolicies', 'endpointslices', 'horizontalpodautoscalers'],
    ...['poddisruptionbudgets', 'storageclasses', 'csidrivers', 'volumeattachments', 'priorityclasses', 'leases'],
    ...['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings', 'customresourcedefinitions', 'apiservices'],
    ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'flowschemas', 'runtimeclasses'],
    ...['certificatesigningrequests', 'validatingadmissionpolicies', 'prioritylevelconfigurations'],
  ].map(kind => [kind, new RegExp(`${kind}(\\([^)]*\\))?\\[\\d+\\]`, 'i')] as const),
  ['contexts', /contexts(\([^)]*\))?\[\d+\]/i],
  ['aliases', /aliases(\([^)]*\))?\[\d+\]/i],
  ['workloads', /workloads(\([^)]*\))?\[\d+\]/i],
  ['helm', /helm(\([^)]*\))?\[\d+\]/i],
  ['portforwards', /port-?forwards(\([^)]*\))?\[\d+\]/i],
  ['screendumps', /screendumps(\([^)]*\))?\[\d+\]/i],
  ['users', /users(\([^)]*\))?\[\d+\]/i],
  ['groups', /groups(\([^)]*\))?\[\d+\]/i],
  ['pulses', /pulses/i],
  [`xray deployments ${NAMESPACE}`, /xray/i],
];

const pod = (name: string) => ({
  metadata: { name, labels: { app: name } },
  spec: {
    containers: [
      {
        ...{ name: 'main', image: 'busybox', ports: [{ containerPort: 8080 }] },
        command: ['sh', '-c', 'echo said by one; while :; do sleep 1; done'],
      },
    ],
  },
});

describe.skipIf(k9s === null).each(CLUSTERS)(
  k9s === null ? 'k9s, %s (not built: npm run clients:build)' : 'k9s, %s',
  (_name, start) => {
    const home = mkdtempSync(join(tmpdir(), 'lanthorn-k9s-'));
    let cluster: LiveCluster | null = null;
    let terminal: Terminal | null = null;
    const shown = () => {
      if (terminal === null) throw new Error('k9s was not started');
      return terminal;
    };

    const open = (view: string, title: RegExp) => {
      shown().type(`:${view}\r`);
      return shown().shows(title);
    };

    beforeAll(async () => {
      cluster = await start();
      const { ask } = cluster;
      await makeNamespace(ask, NAMESPACE);
      const core = `/api/v1/namespaces/${NAMESPACE}`;
      await ask('POST', `${core}/pods`, pod('one'));
      await ask('POST', `${core}/services`, {
        metadata: { name: 'web' },
        // A port without a name: what described it died of that once.
        spec: { selector: { app: 'one' }, ports: [{ port: 80, targetPort: 8080 }] },
      });
      await eventually(
        async () => JSON.stringify((await ask('GET', `${core}/pods/one`)).body).includes('"phase":"Running"'),
        'the pod runs',
        PATIENCE_MS,
      );
      terminal = new Terminal(`${k9s ?? ''} ${OPTIONS} --logFile ${home}/log`, {
        HOME: home,
        KUBECONFIG: cluster.kubeconfig,
      });
      await terminal.shows(/pods\([^)]*\)\[\d+\]/i);
    }, 180_000);
    afterAll(async () => {
      await terminal?.close();
      await cluster?.stop();
      rmSync(home, { recursive: true, force: true });
    });

    test.each(VIEWS)('[AS18] the view %s', { timeout: 40_000 }, async (view, title) => {
      expect(await open(view, title)).not.toMatch(FAULTS);
    });

    const isOnPod = () => shown().shows(/pods\(clients\)\[\d+\][^]*\bone\b.*Running/i);
    const onPod = async () => {
      await shown().escape();
      await open('namespaces', /namespaces\(/i);
      await open(`pods ${NAMESPACE}`, /pods\(clients\)\[\d+\]/i);
      await isOnPod();
    };
    /** Opens what a key opens, reads it, and goes back. */
    const look = async (key: string, what: RegExp | string) => {
      shown().type(key);
      const screen = await shown().shows(what);
      await shown().escape();
      await isOnPod();
      return screen;
    };

    test('[AS18] a pod is described, shown as YAML, and its log read', { timeout: 120_000 }, async () => {
      await onPod();
      expect(await look('d', /Service Account:/)).not.toMatch(FAULTS);
      await look('y', /apiVersion: v1/);
      await look('l', 'said by one');
    });

    test('[AS18] a Service whose port has no name is described', { timeout: 60_000 }, async () => {
      await open(`services ${NAMESPACE}`, new RegExp(`services\\(${NAMESPACE}\\)\\[\\d+\\]`, 'i'));
      await shown().shows(/\bweb\b/);
      shown().type('d');
      expect(await shown().shows(/Session Affinity:/)).not.toMatch(FAULTS);
      await shown().escape();
    });

    test('[AS18] a shell in a pod does what is typed, and gives the screen back', { timeout: 90_000 }, async () => {
      await onPod();
      shown().type('s');
      await shown().shows(/[#$] *$/m);
      shown().type('echo from-$((40 + 2))\r');
      await shown().shows('from-42');
      shown().type('exit\r');
      await shown().shows(/pods\([^)]*\)\[\d+\]/i);
    });

    test('[AS18] a pod is deleted', { timeout: 90_000 }, async () => {
      await onPod();
      shown().type(CTRL_D);
      await shown().shows(/Delete/i);
      // From what calls it off to what does it.
      shown().type('\t\r');
      const path = `/api/v1/namespaces/${NAMESPACE}/pods/one`;
      const isGone = async () => {
        const answer = await cluster?.ask('GET', path);
        return answer?.status === 404 || JSON.stringify(answer?.body).includes('deletionTimestamp');
      };
      await eventually(isGone, 'the pod is deleted', PATIENCE_MS).catch(() => {
        throw new Error(`it is not deleted:\n${shown().screen.text}`);
      });
    });
  },
);
