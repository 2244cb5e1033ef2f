import { constants } from 'node:http2';
import { request } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { must } from '@lanthorn/base/assert.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { ItemSplitter } from '@lanthorn/watch/item-splitter.ts';
import { withoutManagedFields } from '@lanthorn/watch/without-managed-fields.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { projectRow } from '@lanthorn/views/row.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { apiServerPid, cpuMs } from '../instruments/process-cpu.ts';
import { readPods } from '../instruments/protobuf-pods.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';

const RUNS = 8;
const JSON_TYPE = 'application/json';
const OF_META = 'g=meta.k8s.io;v=v1';

interface Encoding {
  readonly what: string;
  readonly accept: string;
  readonly isCompressed: boolean;
  readonly query: string;
  /** Takes a body apart as far as rows need it. */
  readonly read: (body: Buffer) => void;
}

const shared = new SharedParts();
const project = (object: unknown) => projectRow(POD_VIEW, object, { now: Date.now(), shared, hasRelations: true });

/** As Lanthorn reads a list: cut into items, who owns which field cut out, parsed, projected. */
function readJson(body: Buffer): void {
  const splitter = new ItemSplitter(text => JSON.parse(withoutManagedFields(text)));
  for (const item of splitter.push(body.toString('utf8'))) project(item);
}

const parse = (body: Buffer) => void JSON.parse(body.toString('utf8'));

const ENCODINGS: readonly Encoding[] = [
  { what: 'JSON', accept: JSON_TYPE, isCompressed: false, query: '', read: readJson },
  { what: 'JSON, gzip (chosen)', accept: JSON_TYPE, isCompressed: true, query: '', read: readJson },
  {
    what: 'protobuf',
    accept: 'application/vnd.kubernetes.protobuf',
    isCompressed: false,
    query: '',
    read: body => void readPods(body),
  },
  {
    what: 'protobuf, gzip',
    accept: 'application/vnd.kubernetes.protobuf',
    isCompressed: true,
    query: '',
    read: body => void readPods(body),
  },
  {
    what: 'Table without objects, gzip',
    accept: `${JSON_TYPE};as=Table;${OF_META}`,
    isCompressed: true,
    query: '&includeObject=None',
    read: parse,
  },
  {
    what: 'Table with metadata, gzip',
    accept: `${JSON_TYPE};as=Table;${OF_META}`,
    isCompressed: true,
    query: '&includeObject=Metadata',
    read: parse,
  },
  {
    what: 'metadata alone, gzip',
    accept: `${JSON_TYPE};as=PartialObjectMetadataList;${OF_META}`,
    isCompressed: true,
    query: '',
    read: parse,
  },
];

/** A page of 2,000 pods in each encoding: what it costs the API server, the line and us. */
export async function listEncodings(cluster: BenchCluster): Promise<void> {
  const { label, kubeconfig } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const pid = apiServerPid(cluster);
  const ca = Buffer.from(admin.tls.caData ?? '', 'base64');
  await sleep(5_000);
  for (const { what, accept, isCompressed, query, read } of ENCODINGS) {
    const ask = () =>
      get(`${admin.server}/api/v1/pods?limit=2000${query}`, ca, {
        accept,
        authorization: `Bearer ${admin.user.token ?? ''}`,
        'accept-encoding': isCompressed ? 'gzip' : 'identity',
      });
    await ask();
    const before = cpuMs(pid);
    const took: number[] = [];
    const ours: number[] = [];
    let bytes = 0;
    for (let i = 0; i < RUNS; i++) {
      const from = performance.now();
      const { body, headers } = await ask();
      took.push(performance.now() - from);
      bytes = body.length;
      const start = performance.now();
      read(headers[constants.HTTP2_HEADER_CONTENT_ENCODING] === 'gzip' ? gunzipSync(body) : body);
      ours.push(performance.now() - start);
    }
    const spent = (cpuMs(pid) - before) / RUNS;
    report(
      `${label}: a page of 2,000 as ${what}`,
      `server ${ms(spent)} of CPU, ${ms(percentile(took, 0.5))} until it is here`,
      mb(bytes),
      `ours ${ms(percentile(ours, 0.5))}`,
    );
  }
}

function get(
  url: string,
  ca: Buffer,
  headers: Record<string, string>,
): Promise<{ body: Buffer; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, ca }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ body: Buffer.concat(chunks), headers: response.headers }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
