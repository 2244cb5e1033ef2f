import * as z from 'zod/mini';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Problem } from '../error-kinds.ts';
import { groupVersionResource, optionalSegment, pathSegment, text } from '../path-segment.ts';

const MAX_PORT = 65_535;
const id = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
const port = z.int().check(z.gte(1), z.lte(MAX_PORT));

/** A port of a pod, of a Service or of a workload's pods that shall be had on this machine. `POST /api/ports`. */
export const forwardRequest = z.object({
  /** Drawn by the page: the same asked again is the same. One that is stopped begins again, as it is asked now. */
  id,
  target: z.object({
    cluster: text,
    resource: groupVersionResource,
    namespace: optionalSegment,
    name: pathSegment,
    uid: text,
  }),
  port,
  /** Of this machine; 0 for any that is free. */
  local: z.int().check(z.gte(0), z.lte(MAX_PORT)),
  /** How a browser opens it; null where it speaks something else. */
  scheme: z.nullable(z.enum(['http', 'https'])),
});
export type ForwardRequest = z.infer<typeof forwardRequest>;

/** `POST /api/ports/stop`: it stays in the list, or goes from there. */
export const stopForwardRequest = z.object({ id, isForgotten: z.boolean() });
export type StopForwardRequest = z.infer<typeof stopForwardRequest>;

/** The pod that a port leads to now. */
export interface ReachedPod {
  readonly name: string;
  /** Of the pod: a Service may call it otherwise. */
  readonly port: number;
  readonly isReady: boolean;
}

/** A port on this machine. */
export interface ForwardedPort extends Pick<ForwardRequest, 'id' | 'port' | 'scheme'> {
  readonly target: ObjectTarget;
  /** That is listened on, or was; 0 before there was one. */
  readonly local: number;
  readonly isOpen: boolean;
  /** Why it is not open, or why what was asked of it last failed. */
  readonly problem: Problem | null;
  /** Null while there is none, and nobody has looked. */
  readonly pod: ReachedPod | null;
  /** Open now, and since it began. */
  readonly connections: number;
  readonly opened: number;
  /** Bytes from the pod and to it. */
  readonly received: number;
  readonly sent: number;
  /** When it was opened; null while it is not. */
  readonly since: number | null;
}

/** All ports of a person, the oldest first: what the stream `ports` says, whole each time. */
export interface PortsState {
  readonly ports: readonly ForwardedPort[];
  /** They are in the list again after a restart. */
  readonly isKept: boolean;
}

/** Answer of `POST /api/ports`. */
export interface ForwardAnswer {
  readonly port: ForwardedPort;
}
