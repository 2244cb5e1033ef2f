import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { exactAmount, parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { formatUsage, isInScope, type Usage, usageOf } from '@lanthorn/kube/objects/resource-usage.ts';
import type { AdmissionAttributes } from './admission-write.ts';
import { forbiddenObject } from '../wire/api-error.ts';
import { type Storage, storageKey } from '../storage/storage.ts';

const QUOTAS = 'resourcequotas.v1.';
const COMPUTE = /^((requests|limits)\.)?(cpu|memory)$/;

/** Refuses what would exceed a quota, and counts what is let in (k8s.io/apiserver/pkg/admission/plugin/resourcequota). */
export class QuotaAdmission {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  admit({ info, namespace, name, operation, object, oldObject, dryRun }: AdmissionAttributes): void {
    if (object === null || operation === 'DELETE' || this.#storage.count(QUOTAS) === 0) return;
    const target = { group: info.group, resource: info.resource };
    const before: Usage = oldObject === null ? {} : usageOf(target, oldObject);
    const after = usageOf(target, object);
    const prefix = `${namespace}/`;
    const quotas: KubeObject[] = [];
    this.#storage.scan(QUOTAS, { prefix, start: prefix }, (_key, quota) => quotas.push(quota) > 0);
    const charged: (() => void)[] = [];
    for (const quota of quotas) {
      const status = asObject(quota['status']);
      const hard = asObject(status['hard']);
      if (!isInScope(quota, object)) continue;
      const quotaName = quota.metadata.name ?? '';
      const missing = Object.keys(hard).filter(
        entry => COMPUTE.test(entry) && info.resource === 'pods' && after[entry] === undefined,
      );
      if (missing.length > 0 && operation === 'CREATE') {
        const why = `failed quota: ${quotaName}: must specify ${missing
          .toSorted()
          .map(entry => `${entry} for: ${containersOf(object)}`)
          .join('; ')}`;
        throw forbiddenObject({ ...info, name }, why);
      }
      const used = asObject(status['used']);
      const raised = Object.keys(hard).filter(entry => (after[entry] ?? 0) > (before[entry] ?? 0));
      const delta = (entry: string) => (after[entry] ?? 0) - (before[entry] ?? 0);
      const size = (value: unknown) => parseQuantity(asString(value)) ?? 0;
      const exceeded = raised
        .filter(entry => exactAmount(size(used[entry]) + delta(entry)) > size(hard[entry]))
        .toSorted();
      if (exceeded.length > 0) {
        const list = (amount: (entry: string) => string) =>
          exceeded.map(entry => `${entry}=${amount(entry)}`).join(',');
        const requested = list(entry => formatUsage(entry, delta(entry)));
        const why = `exceeded quota: ${quotaName}, requested: ${requested}, used: ${list(entry => asString(used[entry]))}, limited: ${list(entry => asString(hard[entry]))}`;
        throw forbiddenObject({ ...info, name }, why);
      }
      const next = {
        ...used,
        ...Object.fromEntries(raised.map(entry => [entry, formatUsage(entry, size(used[entry]) + delta(entry))])),
      };
      if (raised.length > 0)
        charged.push(() =>
          this.#storage.put(QUOTAS, storageKey(namespace, quotaName), { ...quota, status: { ...status, used: next } }),
        );
    }
    if (!dryRun) for (const charge of charged) charge();
  }
}

function containersOf(pod: KubeObject): string {
  const containers = getPath(pod, 'spec', 'containers');
  return (Array.isArray(containers) ? containers : []).map(entry => asString(asObject(entry)['name'])).join(',');
}
