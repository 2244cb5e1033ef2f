import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type Random, randomUuid } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { definedApiService } from '../kinds/api-service-strategy.ts';
import type { Storage } from '../storage/storage.ts';

const DEFINITIONS = 'customresourcedefinitions.v1.apiextensions.k8s.io';
const API_SERVICES = 'apiservices.v1.apiregistration.k8s.io';

function servedVersions(definition: KubeObject): string[] {
  return asArray(getPath(definition, 'spec', 'versions'))
    .map(asObject)
    .flatMap(({ name, served }) => (served === true ? [asString(name)] : []));
}

/** Keeps an API service for every version that definitions serve. */
export class DefinedApiServices {
  readonly #parts: { readonly storage: Storage; readonly random: Random; readonly clock: Clock };

  constructor(parts: { readonly storage: Storage; readonly random: Random; readonly clock: Clock }) {
    this.#parts = parts;
    parts.storage.watch(DEFINITIONS, 0, ({ object, previous }) => {
      const group = asString(getPath(object, 'spec', 'group'));
      const versions = new Set([...servedVersions(object), ...(previous === null ? [] : servedVersions(previous))]);
      // Not inside the write that this event reports.
      void Promise.resolve().then(() => {
        for (const version of versions) this.#sync(group, version);
      });
    });
  }

  #sync(group: string, version: string): void {
    const { storage, random, clock } = this.#parts;
    const name = `${version}.${group}`;
    let isServed = false;
    storage.scan(DEFINITIONS, { prefix: '', start: '' }, (_key, definition) => {
      isServed ||= getPath(definition, 'spec', 'group') === group && servedVersions(definition).includes(version);
      return !isServed;
    });
    const isKnown = storage.get(API_SERVICES, name) !== undefined;
    if (isServed === isKnown) return;
    if (!isServed) {
      storage.delete(API_SERVICES, name);
      return;
    }
    const service = definedApiService(group, version, clock.now());
    const metadata = { ...service.metadata, uid: randomUuid(random), creationTimestamp: formatTime(clock.now()) };
    storage.put(API_SERVICES, name, { ...service, metadata });
  }
}
