import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type Storage, storageKey } from '../storage/storage.ts';

const SCHEMAS = 'flowschemas.v1.flowcontrol.apiserver.k8s.io';
const LEVELS = 'prioritylevelconfigurations.v1.flowcontrol.apiserver.k8s.io';

/** Says of every flow schema whether the priority level that it names is there (k8s.io/apiserver/pkg/util/flowcontrol). */
export class FlowSchemaStatus {
  readonly #storage: Storage;
  readonly #clock: Clock;

  constructor({ storage, clock }: { readonly storage: Storage; readonly clock: Clock }) {
    this.#storage = storage;
    this.#clock = clock;
    // Not inside the write that an event reports.
    const syncLater = () => void Promise.resolve().then(() => this.#sync());
    for (const resource of [SCHEMAS, LEVELS]) storage.watch(resource, 0, syncLater);
  }

  #sync(): void {
    const schemas: KubeObject[] = [];
    this.#storage.scan(SCHEMAS, { prefix: '', start: '' }, (_key, schema) => schemas.push(schema) > 0);
    for (const schema of schemas) this.#judge(schema);
  }

  #judge(schema: KubeObject): void {
    const level = asString(getPath(schema, 'spec', 'priorityLevelConfiguration', 'name'));
    const isThere = this.#storage.get(LEVELS, level) !== undefined;
    const message = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} ${isThere ? 'and it exists' : 'but there is no such object'}`;
    if (findCondition(schema, 'Dangling')?.['message'] === message) return;
    const condition = {
      type: 'Dangling',
      status: isThere ? 'False' : 'True',
      lastTransitionTime: formatTime(this.#clock.now()),
      reason: isThere ? 'Found' : 'NotFound',
      message,
    };
    const status = { ...asObject(schema['status']), conditions: [condition] };
    this.#storage.put(SCHEMAS, storageKey('', schema.metadata.name ?? ''), { ...schema, status });
  }
}
