import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { CostsAnswer } from '@lanthorn/protocol/http/cost-messages.ts';
import type { Faults } from '../../faults/faults.ts';

const COUNTERS = {
  requests: 'Requests sent to API servers.',
  bytes: 'Bytes received from API servers, as they came over the wire.',
  failed: 'Requests that an API server refused, or that it did not answer.',
  rejected: 'Requests that an API server put off (429).',
} as const;

/** The costs as Prometheus reads them. */
export async function metricsText(
  { upstream, lists, tabs }: CostsAnswer,
  faults: Pick<Faults, 'contained' | 'uncaught'>,
): Promise<{ type: string; text: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'lanthorn_' });
  const registers = [registry];
  for (const [name, help] of Object.entries(COUNTERS) as [keyof typeof COUNTERS, string][]) {
    const labelNames = ['cluster', 'user', 'verb', 'resource'] as const;
    const counter = new Counter({ name: `lanthorn_upstream_${name}_total`, help, labelNames, registers });
    for (const cost of upstream) counter.inc(labelsOf(cost), cost[name]);
  }
  const open = new Gauge({
    name: 'lanthorn_upstream_open_requests',
    help: 'Requests under way; watches among them last.',
    labelNames: ['cluster', 'user', 'verb', 'resource'] as const,
    registers,
  });
  for (const cost of upstream) open.set(labelsOf(cost), cost.open);
  const rows = new Gauge({
    name: 'lanthorn_list_rows',
    help: 'Rows held of an open list.',
    labelNames: ['cluster', 'resource', 'namespace'] as const,
    registers,
  });
  for (const list of lists)
    rows.set({ cluster: list.cluster, resource: list.resource, namespace: list.namespace }, list.rows);
  new Gauge({ name: 'lanthorn_tabs', help: 'Open tabs.', registers }).set(tabs);
  const contained = new Counter({
    name: 'lanthorn_contained_errors_total',
    help: 'Errors of Lanthorn itself that ended one subscription, list or tab, by what was ended.',
    labelNames: ['place'] as const,
    registers,
  });
  for (const [place, count] of faults.contained) contained.inc({ place }, count);
  const uncaught = { name: 'lanthorn_uncaught_errors_total', help: 'Errors of Lanthorn itself that nobody caught.' };
  new Counter({ ...uncaught, registers }).inc(faults.uncaught);
  return { type: registry.contentType, text: await registry.metrics() };
}

function labelsOf({ cluster, user, verb, resource }: CostsAnswer['upstream'][number]) {
  return { cluster, user, verb, resource };
}
