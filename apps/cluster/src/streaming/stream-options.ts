import { readBoolean } from '@lanthorn/apiserver/wire/read-boolean.ts';

/** What a request for streams asks for beside its pod. */
export interface AskedStreams {
  readonly container: string;
  readonly command: readonly string[];
  readonly hasStdin: boolean;
  readonly hasStdout: boolean;
  readonly hasStderr: boolean;
  readonly isTerminal: boolean;
}

/** The options of a request, as the API names them and as a kubelet does. */
export function readStreamOptions(query: URLSearchParams): AskedStreams {
  const flag = (...names: string[]) => names.some(name => readBoolean(query.get(name) ?? undefined));
  return {
    container: query.get('container') ?? '',
    command: query.getAll('command'),
    hasStdin: flag('stdin', 'input'),
    hasStdout: flag('stdout', 'output'),
    hasStderr: flag('stderr', 'error'),
    isTerminal: flag('tty'),
  };
}
