import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { PlannedChange } from '@lanthorn/protocol/http/change-set-messages.ts';
import { exportText } from './export-texts.ts';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const PATH = '/apis/apps/v1/namespaces/shop/deployments/web';

function change(request: Partial<ApiRequest> | null, of: Partial<PlannedChange> = {}): PlannedChange {
  const target = { cluster: 'prod', resource: DEPLOYMENTS, namespace: 'shop', name: 'web', uid: 'u' };
  const planned = { step: 's', target, apiVersion: 'apps/v1', kind: 'Deployment', kubectl: 'kubectl x', problem: '' };
  return { ...planned, request: request === null ? null : { method: 'PATCH', path: PATH, ...request }, ...of };
}

const patch = (type: string, body: unknown): Partial<ApiRequest> => ({
  headers: { 'content-type': `application/${type}` },
  body: JSON.stringify(body),
});
const STATE = { resourceVersion: '7', uid: 'u' };
const container = { name: 'c', image: 'i:2' };
const MERGE = patch('merge-patch+json', { spec: { template: { spec: { containers: [container] } } }, metadata: STATE });
const JSON_PATCH = patch('json-patch+json', [
  { op: 'test', path: '/metadata/uid', value: 'u' },
  { op: 'test', path: '/metadata/resourceVersion', value: '7' },
  { op: 'test', path: '/spec/paused', value: false },
  { op: 'replace', path: '/spec/paused', value: true },
]);
const APPLIED = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 2 } };
const CHANGES = [
  change(MERGE),
  change(JSON_PATCH),
  change(patch('strategic-merge-patch+json', { spec: { template: { spec: { containers: [container] } } } })),
  change(patch('apply-patch+yaml', { ...APPLIED, metadata: { ...APPLIED.metadata, ...STATE } })),
  change(patch('apply-patch+yaml', APPLIED)),
  change({ path: `${PATH}/scale`, ...patch('merge-patch+json', { spec: { replicas: 3 } }) }),
  change({ method: 'DELETE', body: '{}' }, { kubectl: 'kubectl delete deployment web' }),
  change(null, { problem: 'the object is gone' }),
  change(null),
];

/** What a script that writes files wrote, by name. */
function written(script: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-set-'));
  try {
    execFileSync('sh', ['-c', script], { cwd: folder });
    const of = join(folder, 'change-set');
    return Object.fromEntries(readdirSync(of).map(name => [name, readFileSync(join(of, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a script does all in order and waits for pods; what is not sent is said', () => {
  const lines = exportText('script', CHANGES.slice(5)).split('\n');
  expect(lines).toEqual([
    ...['#!/bin/sh', 'set -eu', '', '# 1. Deployment web (shop)', 'kubectl x'],
    'kubectl --context=prod --namespace=shop rollout status deployments/web --timeout=11m',
    ...['', '# 2. Deployment web (shop)', 'kubectl delete deployment web'],
    ...['', '# 3. Deployment web (shop)', '# not planned: the object is gone'],
    ...['', '# 4. Deployment web (shop)', '# is so already', ''],
  ]);
});

test('patch files say nothing of the moment they were made in, and how kubectl takes each', () => {
  const files = written(exportText('patches', CHANGES));
  expect(files['01-deployment-web.merge-patch.yaml']).toBe(
    'spec:\n  template:\n    spec:\n      containers:\n        - name: c\n          image: i:2\n',
  );
  expect(files['02-deployment-web.json-patch.yaml']).toBe(
    '- op: test\n  path: /spec/paused\n  value: false\n- op: replace\n  path: /spec/paused\n  value: true\n',
  );
  expect(Object.keys(files).toSorted()).toEqual([
    '01-deployment-web.merge-patch.yaml',
    '02-deployment-web.json-patch.yaml',
    '03-deployment-web.strategic-patch.yaml',
    '04-deployment-web.yaml',
    '05-deployment-web.yaml',
    'apply.sh',
  ]);
  const commands = files['apply.sh']?.split('\n').filter(line => line.startsWith('kubectl')) ?? [];
  const start = 'kubectl --context=prod --namespace=shop';
  const patched = (type: string, name: string) =>
    `${start} patch deployments.apps web --type=${type} --patch-file=${name}`;
  // The next one is begun when the pods of the one before are there.
  const waits = `${start} rollout status deployments/web --timeout=11m`;
  expect(commands).toEqual([
    ...[patched('merge', '01-deployment-web.merge-patch.yaml'), waits],
    ...[patched('json', '02-deployment-web.json-patch.yaml'), waits],
    ...[patched('strategic', '03-deployment-web.strategic-patch.yaml'), waits],
    ...[`${start} apply --server-side --filename=04-deployment-web.yaml`, waits],
    ...[`${start} create --filename=05-deployment-web.yaml`, waits],
    ...['kubectl x', waits],
    'kubectl delete deployment web',
  ]);
});

test('kustomize gets patches with what they are about, new objects as resources, and is told what it cannot say', () => {
  const files = written(exportText('kustomize', CHANGES));
  expect(files['01-deployment-web.merge-patch.yaml']).toContain(
    'containers:\n        - $patch: replace\n        - name: c\n          image: i:2\n',
  );
  expect(files['03-deployment-web.strategic-patch.yaml']).not.toContain('$patch');
  const kustomization = files['kustomization.yaml'] ?? '';
  expect(kustomization).toContain('resources:\n  - 05-deployment-web.yaml\n');
  expect(kustomization).toContain('- path: 02-deployment-web.json-patch.yaml\n    target:\n      group: apps\n');
  expect(kustomization).toContain('replicas:\n  - name: web\n    count: 3\n');
  expect(kustomization).toContain('# not said here: 7. Deployment web (shop): kubectl delete deployment web\n');
});

test('kustomize takes a label away by a JSON patch: of a null it would make a text', () => {
  const body = { metadata: { ...STATE, labels: { old: null, 'a/b': null, kept: 'c' } } };
  const files = written(exportText('kustomize', [change(patch('merge-patch+json', body))]));
  expect(files['01-deployment-web.merge-patch.yaml']).toContain('  labels:\n    kept: c\n');
  expect(files['01-deployment-web.merge-patch.yaml']).not.toContain('null');
  expect(files['kustomization.yaml']).toContain(
    'patch: |\n      - op: remove\n        path: /metadata/labels/old\n      - op: remove\n        path: /metadata/labels/a~1b\n',
  );
});

test('no text of an object leaves its file, and no name its comment', () => {
  const text = 'END_OF_FILE\ntouch /tmp/never\n';
  const hostile = change(patch('merge-patch+json', { data: { a: text } }));
  const named = { ...hostile, target: { ...hostile.target, name: "x'\ntouch y" }, request: null };
  const files = written(exportText('patches', [hostile, named]));
  expect(files['01-deployment-web.merge-patch.yaml']).toContain('touch /tmp/never');
  expect(exportText('script', [named]).split('\n')).not.toContain('touch y (shop)');
});
