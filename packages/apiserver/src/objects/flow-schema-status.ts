import type { Clock } from '@lanthorn/base/clock.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { Storage } from '../storage/storage.ts';
import { readWriteOptions } from '../wire/write-options.ts';
import type { ObjectStore } from './object-store.ts';

const SCHEMAS = 'flowschemas.v1.flowcontrol.apiserver.k8s.io';
const LEVELS = 'prioritylevelconfigurations.v1.flowcontrol.apiserver.k8s.io';
const MANAGER = 'api-priority-and-fairness-config-consumer-v1';

interface Parts {
  readonly storage: Storage;
  readonly objects: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
}

/** Says of every flow schema whether the priority level that it names is there (k8s.io/apiserver/pkg/util/flowcontrol). */
export class FlowSchemaStatus {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    // Not inside the write that an event reports.
    const syncLater = () => void Promise.resolve().then(() => this.#sync());
    for (const resource of [SCHEMAS, LEVELS]) parts.storage.watch(resource, 0, syncLater);
  }

  #sync(): void {
    const schemas: KubeObject[] = [];
    this.#parts.storage.scan(SCHEMAS, { prefix: '', start: '' }, (_key, schema) => schemas.push(schema) > 0);
    for (const schema of schemas) this.#judge(schema);
  }

  #judge(schema: KubeObject): void {
    const { storage, objects, registry, clock } = this.#parts;
    const level = asString(getPath(schema, 'spec', 'priorityLevelConfiguration', 'name'));
    const isThere = storage.get(LEVELS, level) !== undefined;
    const message = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} ${isThere ? 'and it exists' : 'but there is no such object'}`;
    if (findCondition(schema, 'Dangling')?.['message'] === message) return;
    const condition = {
      type: 'Dangling',
      status: isThere ? 'False' : 'True',
      lastTransitionTime: formatTime(clock.now()),
      reason: isThere ? 'Found' : 'NotFound',
      message,
    };
    const { name = '' } = schema.metadata;
    const info = registry.named(SCHEMAS);
    objects.apply(
      { info, namespace: '', name },
      {
        body: {
          kind: info.kind,
          apiVersion: `${info.group}/${info.version}`,
          metadata: { name },
          status: { conditions: [condition] },
        },
        options: readWriteOptions({ fieldManager: MANAGER, force: 'true' }, { userAgent: 'kube-apiserver' }),
        scope: 'status',
        subresource: 'status',
      },
    );
  }
}
