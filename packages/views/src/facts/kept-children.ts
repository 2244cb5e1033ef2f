import type { KeptEvent } from './kept-events.ts';

/** An object that a controller said it made, which may be gone. */
export interface KeptChild {
  readonly namespace: string;
  /** As events name it: `Pod/web-1`. */
  readonly object: string;
  /** What is older was said of another of that name. */
  readonly since: number;
}

/** What the controllers of Kubernetes say when they make something: the kind that says so, the words, and the kind that is made. */
const MAKINGS: readonly (readonly [maker: RegExp, words: RegExp, made: string])[] = [
  [/^(?:ReplicaSet|ReplicationController|DaemonSet|Job)\//, /^Created pod: (\S+)$/, 'Pod'],
  [/^StatefulSet\//, /^create Pod (\S+) in StatefulSet \S+ successful$/, 'Pod'],
  [/^CronJob\//, /^Created job (\S+)$/, 'Job'],
  [/^Deployment\//, /^Scaled (?:up|down) replica set (\S+) /, 'ReplicaSet'],
];
/** What is made is told of a moment before its maker says so. */
const BEFORE_MS = 60_000;

/** What an event says was made, by the object that it is about; null of any other event. */
export function childOf({ object, namespace, message, firstSeen, lastSeen }: KeptEvent): KeptChild | null {
  for (const [maker, words, made] of MAKINGS) {
    const [, name] = (maker.test(object) ? words.exec(message) : null) ?? [];
    if (name !== undefined) return { namespace, object: `${made}/${name}`, since: (firstSeen ?? lastSeen) - BEFORE_MS };
  }
  return null;
}
