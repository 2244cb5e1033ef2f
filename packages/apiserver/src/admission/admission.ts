import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type AdmissionAttributes, AdmissionPolicies } from './admission-policies.ts';
import { forbiddenObject } from '../wire/api-error.ts';
import { LimitRanger } from './limit-ranger.ts';
import { QuotaAdmission } from './quota-admission.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { Storage } from '../storage/storage.ts';

/** The checks of a valid write before it is stored: limit ranges, then policies, then quotas. */
export class Admission {
  readonly #limits: LimitRanger;
  readonly #policies: AdmissionPolicies;
  readonly #quotas: QuotaAdmission;

  constructor({ storage, registry }: { storage: Storage; registry: ResourceRegistry }) {
    this.#limits = new LimitRanger(storage);
    this.#policies = new AdmissionPolicies({ storage, registry });
    this.#quotas = new QuotaAdmission(storage);
  }

  /** A new object with what the cluster adds to it. */
  mutate(info: ServedResource, object: KubeObject): KubeObject {
    return info.resource === 'pods' && info.group === '' ? this.#limits.fill(object) : object;
  }

  /** Throws where the write is refused; returns the warnings. */
  validate(attributes: AdmissionAttributes): string[] {
    const { info, object, operation, name, subresource } = attributes;
    if (subresource !== '') return this.#policies.validate(attributes);
    const errors =
      object !== null && operation === 'CREATE' && info.group === '' ? this.#limits.check(info.resource, object) : [];
    if (errors.length > 0)
      throw forbiddenObject({ ...info, name }, errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`);
    const warnings = this.#policies.validate(attributes);
    this.#quotas.admit(attributes);
    return warnings;
  }
}
