import type { Clock } from '@lanthorn/base/clock.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import { type Random, randomSuffix } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ApiClient } from './api-client.ts';

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
}

/** The kind of the object, which objects of a list do not say. */
export interface Involved {
  readonly kind: string;
  readonly apiVersion: string;
  readonly object: KubeObject;
}

/** Repetitions that are counted on one Event instead of new ones; as many as a small cluster has at a time. */
const MAX_SERIES = 2_000;
/** kube-apiserver's --event-ttl. */
export const EVENT_TTL_MS = 3_600_000;

interface Series {
  count: number;
  name: string;
  at: number;
}

/** Writes Events as client-go's recorder does: the same text again raises the count of the first. */
export class EventRecorder {
  readonly #client: ApiClient;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #logger: Logger;
  readonly #series = new Map<string, Series>();
  /** Writes follow each other, so that a count never overtakes its creation. */
  #last: Promise<void> = Promise.resolve();

  constructor({ client, clock, random, logger }: { client: ApiClient; clock: Clock; random: Random; logger: Logger }) {
    this.#client = client;
    this.#clock = clock;
    this.#random = random;
    this.#logger = logger;
  }

  record(involved: Involved, text: EventText): void {
    this.#last = this.#last
      .then(() => this.#write(involved, text))
      .catch((error: unknown) =>
        this.#logger.debug({ error: String(error), reason: text.reason }, 'event was not written'),
      );
  }

  async #write({ kind, apiVersion, object }: Involved, { type, reason, message, component }: EventText): Promise<void> {
    const { namespace = 'default', name = '', uid = '', resourceVersion } = object.metadata;
    const key = [uid, reason, message].join('\n');
    const now = formatTime(this.#clock.now());
    const series = this.#series.get(key);
    if (series !== undefined && this.#clock.now() - series.at < EVENT_TTL_MS) {
      series.count++;
      series.at = this.#clock.now();
      await this.#client.patch(
        'events.v1.',
        { metadata: { namespace, name: series.name } },
        { patch: { count: series.count, lastTimestamp: now } },
      );
      return;
    }
    const eventName = `${name}.${Math.floor(this.#clock.now()).toString(16)}${randomSuffix(this.#random, 4)}`;
    await this.#client.create('events.v1.', {
      metadata: { name: eventName, namespace },
      involvedObject: {
        kind,
        apiVersion,
        namespace,
        name,
        uid,
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
      reason,
      message,
      type,
      source: { component },
      reportingComponent: component,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    });
    if (this.#series.size >= MAX_SERIES) this.#series.delete(this.#series.keys().next().value ?? '');
    this.#series.set(key, { count: 1, name: eventName, at: this.#clock.now() });
  }
}
