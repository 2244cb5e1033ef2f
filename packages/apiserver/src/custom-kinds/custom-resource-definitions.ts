import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, deepEqual } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import {
  DEFINITION_CLEANUP,
  definedNames,
  definitionCondition,
  storageVersions,
} from '../kinds/definition-strategy.ts';
import { customResources, customVersions, storageVersion } from './custom-resource.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import { typed } from '../printing/representation.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { Storage } from '../storage/storage.ts';
import { readDeleteOptions, readWriteOptions } from '../wire/write-options.ts';

const KEY = 'customresourcedefinitions.v1.apiextensions.k8s.io';

interface Parts {
  readonly storage: Storage;
  readonly objects: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
}

/** Serves what definitions define, as the API server's own controllers do: names are accepted, objects go with their definition. */
export class CustomResourceDefinitions {
  readonly #parts: Parts;
  /** By the name of a definition: where its objects are stays as it was when it was made, whichever version is stored later. */
  readonly #places = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.storage.watch(KEY, 0, ({ type, object }) => {
      const name = object.metadata.name ?? '';
      const isServed = type !== 'DELETED' && findCondition(object, 'Established')?.['status'] === 'True';
      parts.registry.define(name, isServed ? this.#resources(object) : []);
      if (type === 'DELETED') this.#places.delete(name);
      // Not inside the write that this event reports.
      if (type !== 'DELETED') void Promise.resolve().then(() => this.#sync(name));
    });
  }

  #resources(definition: KubeObject): ServedResource[] {
    return customResources(definition, this.#placeOf(definition));
  }

  #placeOf(definition: KubeObject): string {
    const { name = '' } = definition.metadata;
    const place = this.#places.get(name) ?? storageVersion(definition);
    this.#places.set(name, place);
    return place;
  }

  #sync(name: string): void {
    const definition = this.#parts.storage.get(KEY, name);
    if (definition === undefined) return;
    if (definition.metadata.deletionTimestamp !== undefined) this.#finalize(definition);
    else this.#establish(definition);
  }

  #establish(definition: KubeObject): void {
    const now = this.#parts.clock.now();
    const status = asObject(definition['status']);
    const acceptedNames = definedNames(definition);
    const stored = asArray(status['storedVersions']);
    const storedVersions = [...new Set([...stored, ...storageVersions(definition).map(({ name }) => name)])];
    const conditions =
      findCondition(definition, 'Established') === null
        ? [
            definitionCondition('NamesAccepted', 'NoConflicts', { message: 'no conflicts found', now }),
            definitionCondition('Established', 'InitialNamesAccepted', {
              message: 'the initial names have been accepted',
              now,
            }),
          ]
        : status['conditions'];
    const next = { conditions, acceptedNames, storedVersions };
    if (!deepEqual(next, status)) this.#write({ ...definition, status: next }, 'status');
  }

  #finalize(definition: KubeObject): void {
    const { storage, objects } = this.#parts;
    // Objects of which no version is served any longer are there nevertheless.
    const [info] = customVersions(definition, this.#placeOf(definition), () => true);
    if (info !== undefined) {
      const keys: KubeObject[] = [];
      storage.scan(info.storageKey, { prefix: '', start: '' }, (_key, object) => keys.push(object) > 0);
      for (const { metadata } of keys) {
        const ref = { info, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
        const { removed } = objects.delete(ref, readDeleteOptions({}, {}));
        // A finalizer holds the object: try again until somebody has removed it.
        if (!removed) this.#syncLater(definition);
      }
      if (storage.count(info.storageKey) > 0) return;
    }
    const finalizers = (definition.metadata.finalizers ?? []).filter(entry => entry !== DEFINITION_CLEANUP);
    this.#write({ ...definition, metadata: { ...definition.metadata, finalizers } }, 'main');
  }

  #syncLater({ metadata }: KubeObject): void {
    this.#parts.clock.schedule(1_000, () => this.#sync(metadata.name ?? ''));
  }

  #write(definition: KubeObject, scope: 'main' | 'status'): void {
    const { objects, registry } = this.#parts;
    const info = registry.named(KEY);
    const { resourceVersion: _any, ...metadata } = definition.metadata;
    objects.update(
      { info, namespace: '', name: definition.metadata.name ?? '' },
      {
        body: typed(info, { ...definition, metadata }),
        options: readWriteOptions({}, { userAgent: 'kube-apiserver' }),
        scope,
        subresource: scope === 'status' ? 'status' : '',
      },
    );
  }
}
