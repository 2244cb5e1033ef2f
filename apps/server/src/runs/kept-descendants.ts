import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import { childOf } from '@lanthorn/views/facts/kept-children.ts';
import type { EventsStore } from '../history/stores/events-store.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';

/** A CronJob makes Jobs, and those pods; a Deployment ReplicaSets, and those pods. */
const GENERATIONS = 2;
/** Made by one object or its descendants, the newest: more than a page can tell of. */
const MAX_CHILDREN = 200;

type Events = Pick<EventsStore, 'eventsAbout' | 'eventsNaming'>;

/**
 * What is kept of objects, by uid, and of what they made: also of what is gone, as far as its maker's events name it. The newest first, so many
 * at most.
 */
export async function keptEventsOf(
  events: Events,
  cluster: ClusterKey,
  { uids, most }: { readonly uids: readonly string[]; readonly most: number },
): Promise<readonly KeptEvent[]> {
  const found = new Map<string, KeptEvent>();
  let makers: readonly KeptEvent[] = await events.eventsAbout(cluster, uids, most);
  for (const event of makers) found.set(event.uid, event);
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const children = makers.flatMap(event => childOf(event) ?? []).slice(0, MAX_CHILDREN);
    const since = new Map(children.map(child => [`${child.namespace}/${child.object}`, child.since]));
    // oxlint-disable-next-line no-await-in-loop -- what is asked next is what was told before
    const told = await events.eventsNaming(cluster, children, most);
    makers = told.filter(
      ({ uid, namespace, object, lastSeen }) =>
        !found.has(uid) && lastSeen >= (since.get(`${namespace}/${object}`) ?? Number.POSITIVE_INFINITY),
    );
    for (const event of makers) found.set(event.uid, event);
  }
  return [...found.values()].toSorted((a, b) => b.lastSeen - a.lastSeen).slice(0, most);
}
