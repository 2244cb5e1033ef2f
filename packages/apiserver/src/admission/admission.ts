import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Authorizer } from '../access/authorizer.ts';
import { confirmGrant, type GrantWrite } from '../access/escalation.ts';
import { AdmissionPolicies } from './admission-policies.ts';
import type { AdmissionAttributes } from './admission-write.ts';
import { forbiddenObject } from '../wire/api-error.ts';
import { LimitRanger } from './limit-ranger.ts';
import { checkNamespaceLifecycle } from './namespace-lifecycle.ts';
import { MutatingPolicies } from './mutating-policies.ts';
import type { Questions } from './questions.ts';
import { QuotaAdmission } from './quota-admission.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { Storage } from '../storage/storage.ts';
import { checkApproval, withRequestor } from './signer-admission.ts';
import { StorageClassAdmission } from './storage-class-admission.ts';
import type { UserInfo } from '../wire/user-info.ts';
import { Webhooks } from './webhooks.ts';

const SIGNING_REQUESTS = 'certificatesigningrequests';

interface AdmissionOptions {
  readonly storage: Storage;
  readonly registry: ResourceRegistry;
  readonly authorizer: Authorizer;
  readonly random: Random;
  readonly clock: Pick<Clock, 'now'>;
}

/** The checks of a valid write before it is stored: what a cluster keeps, limit ranges, storage classes, then policies, webhooks and quotas. */
export class Admission {
  readonly #limits: LimitRanger;
  readonly #policies: AdmissionPolicies;
  readonly #mutations: MutatingPolicies;
  readonly #quotas: QuotaAdmission;
  readonly #classes: StorageClassAdmission;
  readonly #authorizer: Authorizer;
  readonly #clock: Pick<Clock, 'now'>;

  readonly #webhooks: Webhooks;
  /** Of the request that is answered now; null where nobody calls webhooks. */
  #questions: Questions | null = null;

  constructor({ storage, registry, authorizer, random, clock }: AdmissionOptions) {
    this.#clock = clock;
    this.#authorizer = authorizer;
    this.#webhooks = new Webhooks({ storage, registry, random });
    this.#limits = new LimitRanger(storage);
    this.#policies = new AdmissionPolicies({ storage, registry });
    this.#mutations = new MutatingPolicies({ storage, registry });
    this.#quotas = new QuotaAdmission(storage);
    this.#classes = new StorageClassAdmission(storage);
  }

  /** A new object with what the cluster adds to it. */
  mutate(info: ServedResource, object: KubeObject, user: UserInfo | null): KubeObject {
    if (info.resource === SIGNING_REQUESTS) return withRequestor(object, user);
    if (info.group !== '') return object;
    if (info.resource === 'persistentvolumeclaims') return this.#classes.fill(object);
    return info.resource === 'pods' ? this.#limits.fill(object) : object;
  }

  /** Answers a request with what webhooks said to it so far; throws the questions that are open. */
  during<T>(questions: Questions, answer: () => T): T {
    const outer = this.#questions;
    this.#questions = questions;
    questions.begin();
    try {
      return answer();
    } finally {
      this.#questions = outer;
    }
  }

  /** What chance gives an object stays while webhooks are asked about it. */
  chance(random: Random): Random {
    return this.#questions?.chance(random) ?? random;
  }

  /** So does the time. */
  now(clock: Pick<Clock, 'now'>): number {
    return this.#questions?.now(clock) ?? clock.now();
  }

  /** The object as policies and webhooks would have it, and the warnings of webhooks. */
  ask(attributes: AdmissionAttributes): { readonly object: KubeObject | null; readonly warnings: readonly string[] } {
    const object = this.#mutations.mutate(attributes, this.now(this.#clock));
    const questions = this.#questions;
    return questions === null ? { object, warnings: [] } : this.#webhooks.mutate({ ...attributes, object }, questions);
  }

  #hooked(attributes: AdmissionAttributes): string[] {
    const said = this.#policies.validate(attributes);
    const questions = this.#questions;
    return questions === null ? said : [...said, ...this.#webhooks.validate(attributes, questions)];
  }

  /** Throws where a role or a binding would give more than its writer has. */
  confirmGrant(write: GrantWrite): void {
    confirmGrant(write, this.#authorizer);
  }

  /** Throws where the write is refused; returns the warnings. */
  validate(attributes: AdmissionAttributes): string[] {
    const { info, object, operation, name, subresource } = attributes;
    if (info.resource === SIGNING_REQUESTS && subresource === 'approval') checkApproval(attributes, this.#authorizer);
    if (subresource !== '') return this.#hooked(attributes);
    checkNamespaceLifecycle(attributes);
    if (info.group === '' && info.resource === 'persistentvolumeclaims') this.#classes.checkResize(attributes);
    const errors =
      object !== null && operation === 'CREATE' && info.group === '' ? this.#limits.check(info.resource, object) : [];
    if (errors.length > 0)
      throw forbiddenObject({ ...info, name }, errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`);
    const warnings = this.#hooked(attributes);
    this.#quotas.admit(attributes);
    return warnings;
  }
}
