import { dirname } from 'node:path';
import { asArray, asObject, asString, deepEqual } from '@lanthorn/base/json.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { KubeconfigProblem } from '@lanthorn/protocol/http/cluster-messages.ts';
import { type Kubeconfig, type Named, placeOf } from './context-config.ts';
import type { Environment } from './environment-proxy.ts';
import { type KubeconfigFile, readKubeconfigFile, type UnreadFile } from './kubeconfig-file.ts';
import { resolveContext } from './resolve-context.ts';

const LISTS = [
  { list: 'clusters', field: 'cluster' },
  { list: 'users', field: 'user' },
  { list: 'contexts', field: 'context' },
] as const;

export interface KubeconfigFiles {
  readonly files: readonly string[];
  /** Named for this very start: each must be there. Of a list that always stands in `KUBECONFIG`, one that is not is skipped, as kubectl does. */
  readonly isExplicit: boolean;
}

/**
 * Merges kubeconfig files as kubectl does: the first file that names something wins, relative paths are relative to the file that holds them.
 * Files that cannot be read are said, and the others are used. `env` names proxies.
 */
export function loadKubeconfig(
  files: readonly string[],
  env: Environment = {},
  { isExplicit = false }: Partial<KubeconfigFiles> = {},
): Kubeconfig {
  const merged = {
    clusters: new Map<string, Named>(),
    users: new Map<string, Named>(),
    contexts: new Map<string, Named>(),
  };
  const problems: KubeconfigProblem[] = [];
  const all = files.map(readKubeconfigFile);
  const isSkipped = (read: KubeconfigFile | UnreadFile) => 'message' in read && read.isMissing === true;
  const reads = isExplicit || all.every(isSkipped) ? all : all.filter(read => !isSkipped(read));
  let current: KubeconfigFile | null = null;
  for (const read of reads) {
    if ('message' in read) {
      const { isMissing: _isMissing, ...why } = read;
      problems.push(why);
      continue;
    }
    if (current === null && currentOf(read) !== '') current = read;
    for (const { list, field } of LISTS) problems.push(...collect(merged[list], read, { list, field }));
  }
  const isRead = reads.length > 0 && problems.every(({ isFatal }) => !isFatal);
  if (isRead && merged.contexts.size === 0)
    for (const { file } of reads) problems.push({ file, line: null, ...problem('namesNoContext', {}), isFatal: false });
  else if (current !== null && !merged.contexts.has(currentOf(current)))
    problems.push({
      file: current.file,
      line: current.lineOf('current-context'),
      ...problem('currentUnknown', {}),
      isFatal: false,
    });
  const contexts = [...merged.contexts.values()].map(context => resolveContext(context, merged, env));
  return { contexts, current: current === null ? (contexts[0]?.name ?? '') : currentOf(current), problems };
}

const currentOf = ({ value }: KubeconfigFile) => asString(value['current-context']);

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
    const say = (why: Problem) => problems.push({ file, line, ...why, isFatal: false });
    if (name === '') say(problem('entryNameless', { list, index }));
    else if (earlier === undefined) into.set(name, { name, value, file, folder: dirname(file), line });
    else if (!deepEqual(earlier.value, value) || earlier.folder !== dirname(file))
      say(problem('entryShadowed', { entry: field, name, place: placeOf(earlier) }));
  }
  return problems;
}
