import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { type Cell, cellText } from './cells/cell.ts';
import { columnIndex } from './kind-index.ts';
import { findKindViewAt } from './kind-records.ts';

// What the printers of kube-apiserver 1.37.2 gave (`node tools/print-tables.mjs`); pods are in kinds/core/pod-summary.test.ts.
const folder = join(import.meta.dirname, '../../../tests/conformance/printed');

/** Our columns, each with the place of the same one in what is printed. */
const ALIKE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  jobs: { status: 1, completions: 2 },
  deployments: { ready: 1, upToDate: 2, available: 3 },
  statefulsets: { ready: 1 },
  daemonsets: { upToDate: 4, available: 5 },
  replicasets: { desired: 1, current: 2, readyCount: 3, images: 6, selector: 7 },
  replicationcontrollers: { desired: 1, current: 2, readyCount: 3, images: 6, selector: 7 },
  podtemplates: { containers: 1, images: 2, podLabels: 3 },
  controllerrevisions: { revision: 2 },
  nodes: { roles: 2 },
  services: { type: 1, clusterIp: 2, externalIp: 3, ports: 4, selector: 6 },
  endpoints: { addresses: 1 },
  endpointslices: { addressType: 1, ports: 2, addresses: 3 },
  ingresses: { class: 1, address: 3, ports: 4 },
  ingressclasses: { controller: 1, parameters: 2 },
  networkpolicies: { pods: 1 },
  ipaddresses: { parent: 1 },
  servicecidrs: { cidrs: 1 },
  configmaps: { data: 1 },
  secrets: { type: 1, data: 2 },
  persistentvolumeclaims: { status: 1, volume: 2, capacity: 3, storageClass: 5 },
  persistentvolumes: {
    capacity: 1,
    accessModes: 2,
    reclaimPolicy: 3,
    status: 4,
    claim: 5,
    storageClass: 6,
    volumeMode: 10,
  },
  storageclasses: { provisioner: 1, reclaimPolicy: 2, bindingMode: 3, expansion: 4 },
  volumeattributesclasses: { driver: 1 },
  csidrivers: { attachRequired: 1, podInfo: 2, storageCapacity: 3, audiences: 4, republish: 5, modes: 6 },
  csinodes: { driverCount: 1 },
  volumeattachments: { attacher: 1, volume: 2, node: 3, attached: 4 },
  rolebindings: { role: 1, users: 3, groups: 4, accounts: 5 },
  clusterrolebindings: { role: 1, users: 3, groups: 4, accounts: 5 },
  certificatesigningrequests: { signer: 2, requestor: 3, requestedDuration: 4, status: 5 },
  horizontalpodautoscalers: { target: 1, minReplicas: 3, maxReplicas: 4, replicas: 5 },
  poddisruptionbudgets: { minAvailable: 1, maxUnavailable: 2, allowedDisruptions: 3 },
  priorityclasses: { value: 1, default: 2, preemption: 4 },
  runtimeclasses: { handler: 1 },
  leases: { holder: 1 },
  validatingwebhookconfigurations: { webhooks: 1 },
  mutatingwebhookconfigurations: { webhooks: 1 },
  validatingadmissionpolicies: { validations: 1, paramKind: 2 },
  validatingadmissionpolicybindings: { policy: 1 },
};

/** How kubectl writes that there is nothing; what selects all is nothing to it, too. */
const NOTHING = new Set(['<none>', '<unset>', '<pending>', 'N/A', '*']);
/** It cuts long lists, and says how many more there are. */
const CUT = / \+ \d+ more\.\.\.$/;

/** The server fills these in before anybody can read an object; the printer did so here. */
const FILLED_IN = new Set(['ClusterIP', 'Filesystem', 'Opaque', 'Persistent', 'Retain', 'PreemptLowerPriority', '1']);

const plain = (text: string) =>
  NOTHING.has(text) ? '' : text.replaceAll(', ', ',').replace('./', '/').replace(/^\//, '');

function asPrinted(cell: Cell, type: string): string {
  if (type === 'duration') return typeof cell === 'number' ? humanDuration(cell) : '';
  return plain(cellText(cell));
}

describe.each(Object.entries(ALIKE))('%s', (resource, places) => {
  const view = must(findKindViewAt(resource), resource);
  const lines = readFileSync(join(folder, `${resource}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { object: { metadata: { name: string } }; cells?: unknown[] })
    // Some are printed as a list.
    .flatMap(({ object, cells }) => (cells === undefined ? [] : [{ object, cells }]));

  test.each(lines.map(({ object, cells }) => [object.metadata.name, object, cells] as const))(
    '%s is told as kubectl tells it',
    (_name, object, cells) => {
      for (const [id, place] of Object.entries(places)) {
        const column = must(view.columns[columnIndex(view, id)], id);
        const printed = String(cells[place]);
        const own = asPrinted(column.read(object, { now: 0 }), column.type);
        const cut = CUT.exec(printed);
        if (cut !== null) expect([id, own.startsWith(plain(printed.slice(0, cut.index)))]).toEqual([id, true]);
        else if (column.type === 'quantity') expect([id, Number(own)]).toEqual([id, parseQuantity(printed) ?? 0]);
        else expect([id, own]).toEqual([id, own === '' && FILLED_IN.has(printed) ? '' : plain(printed)]);
      }
    },
  );
});
