import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerRuntime } from '../container/container-runtime.ts';
import type { Ending, RemoteStreams } from './remote-command.ts';

/** What a request for a command asks for; attach has none. */
export interface CommandRequest {
  readonly kind: 'exec' | 'attach';
  readonly pod: KubeObject;
  readonly container: string;
  readonly command: readonly string[];
  readonly isTerminal: boolean;
}

/** What a container says from now on. */
export type FollowLog = (pod: KubeObject, container: string, signal: AbortSignal) => AsyncIterable<string>;

/** Calls the listener when the container ends; the returned function stops that. */
export type WatchEnd = (pod: KubeObject, container: string, onEnd: () => void) => () => void;

export interface CommandServices {
  readonly runtime: ContainerRuntime;
  readonly follow: FollowLog;
  /** Without it commands outlive their containers. */
  readonly watchEnd?: WatchEnd;
}

/** Killed, as everything in a container is that ends. */
const KILLED: Ending = { exitCode: 137 };

/** Runs a command, or follows what runs, until it ends, its container does, or nobody is connected any more. */
export async function runCommand(
  { runtime, follow, watchEnd }: CommandServices,
  { kind, pod, container, command, isTerminal }: CommandRequest,
  streams: RemoteStreams,
): Promise<Ending> {
  const abort = new AbortController();
  const leave = () => abort.abort();
  streams.signal.addEventListener('abort', leave);
  let stop = () => {};
  const killed = new Promise<Ending>(resolve => {
    // Who only listens is told what was said last, and that is all.
    if (kind === 'attach') return;
    stop =
      watchEnd?.(pod, container, () => {
        resolve(KILLED);
        abort.abort('KILL');
      }) ?? stop;
  });
  const { signal } = abort;
  const attached = async (): Promise<Ending> => {
    const run = runtime.typedInto(pod, container);
    if (run !== undefined) {
      await run.attach({ ...streams, signal });
      return { exitCode: 0 };
    }
    for await (const text of follow(pod, container, signal)) streams.out(Buffer.from(text));
    return { exitCode: 0 };
  };
  try {
    const run =
      kind === 'exec' ? runtime.exec(pod, { ...streams, container, command, isTerminal, signal }) : attached();
    return await Promise.race([run, killed]);
  } finally {
    stop();
    streams.signal.removeEventListener('abort', leave);
  }
}
