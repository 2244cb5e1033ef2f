import type { Trouble } from '@lanthorn/views/cells/trouble.ts';
import { runsAgain } from '@lanthorn/views/kinds/core/containers/container-failures.ts';
import { useLastLines } from './use-last-lines.ts';

export interface LastWordsPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: unknown;
}

/** The last lines of the run that ended, of the container that is the cause of a pod's trouble: where it runs again, of the run before. */
export function useLastWords(
  { cluster, namespace, name, object }: LastWordsPod,
  trouble: Pick<Trouble, 'container' | 'exitCode'> | undefined,
): readonly string[] {
  const container = trouble?.container ?? null;
  const hasEnded = container !== null && trouble?.exitCode != null;
  return useLastLines(
    hasEnded ? { cluster, namespace, pod: name, container, previous: runsAgain(object, container) } : null,
  );
}
