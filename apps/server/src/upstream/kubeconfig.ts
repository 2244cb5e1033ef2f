import { dirname } from 'node:path';
import { asArray, asObject, asString, deepEqual } from '@lanthorn/base/json.ts';
import type { KubeconfigProblem } from '@lanthorn/protocol/http-messages.ts';
import { type Kubeconfig, type Named, placeOf } from './context-config.ts';
import type { Environment } from './environment-proxy.ts';
import { type KubeconfigFile, readKubeconfigFile } from './kubeconfig-file.ts';
import { resolveContext } from './resolve-context.ts';

const LISTS = [
  { list: 'clusters', field: 'cluster' },
  { list: 'users', field: 'user' },
  { list: 'contexts', field: 'context' },
] as const;

/**
 * Merges kubeconfig files as kubectl does: the first file that names something wins, relative paths are relative to the file that holds them.
 * Files that are missing or cannot be read are said, and the others are used. `env` names proxies.
 */
export function loadKubeconfig(files: readonly string[], env: Environment = {}): Kubeconfig {
  const merged = {
    clusters: new Map<string, Named>(),
    users: new Map<string, Named>(),
    contexts: new Map<string, Named>(),
  };
  const problems: KubeconfigProblem[] = [];
  let current = '';
  for (const file of files) {
    const read = readKubeconfigFile(file);
    if ('message' in read) {
      problems.push(read);
      continue;
    }
    current ||= asString(read.value['current-context']);
    for (const { list, field } of LISTS) problems.push(...collect(merged[list], read, { list, field }));
  }
  const isRead = files.length > 0 && problems.every(({ isFatal }) => !isFatal);
  if (isRead && merged.contexts.size === 0)
    for (const file of files) problems.push({ file, line: null, message: 'it names no context', isFatal: false });
  const contexts = [...merged.contexts.values()].map(context => resolveContext(context, merged, env));
  return { contexts, current: current || (contexts[0]?.name ?? ''), problems };
}

/** Adds what no earlier file names; says what is not used. */
function collect(
  into: Map<string, Named>,
  read: KubeconfigFile,
  { list, field }: { readonly list: string; readonly field: string },
): KubeconfigProblem[] {
  const { file } = read;
  const problems: KubeconfigProblem[] = [];
  for (const [index, entry] of asArray(read.value[list]).map(asObject).entries()) {
    const name = asString(entry['name']);
    const value = asObject(entry[field]);
    const line = read.lineOf(list, index);
    const earlier = into.get(name);
    const say = (message: string) => problems.push({ file, line, message, isFatal: false });
    if (name === '') say(`${list}[${index}] has no name, so that nothing can choose it`);
    else if (earlier === undefined) into.set(name, { name, value, file, folder: dirname(file), line });
    else if (!deepEqual(earlier.value, value) || earlier.folder !== dirname(file))
      say(`the ${field} "${name}" is not used: ${placeOf(earlier)} has another one of this name, and the first counts`);
  }
  return problems;
}
