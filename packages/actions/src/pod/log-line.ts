import type { ObjectTarget, Right } from '../machinery/action.ts';
import { kubectlLine } from '../machinery/change-request.ts';
import { isPod } from './evict-pod.ts';

/** The right to read the logs of an object's pods: of a pod its own, of what has pods those of its namespace. */
export function logsRight({ resource, namespace, name }: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>): Right {
  return { verb: 'get', group: '', resource: 'pods/log', namespace, name: isPod(resource) ? name : '' };
}

interface LogLine {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number;
  /** RFC 3339; undefined where it begins with its newest lines. */
  readonly since: string | undefined;
}

/** A container's log by hand. */
export function logLine(
  target: Pick<ObjectTarget, 'namespace' | 'name'>,
  context: string,
  { container, follow, previous, timestamps, tailLines, since }: LogLine,
): string {
  return kubectlLine(target, context, [
    ...['logs', target.name, `--container=${container}`, `--tail=${tailLines}`],
    ...(since === undefined ? [] : [`--since-time=${since}`]),
    ...(follow ? ['--follow'] : []),
    ...(previous ? ['--previous'] : []),
    ...(timestamps ? ['--timestamps'] : []),
  ]);
}
