import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KubeconfigFiles } from '../upstream/kubeconfig/kubeconfig.ts';

/** The kubeconfig files to read, by the options, else `KUBECONFIG`, else the usual place; empty when there is none. */
export function kubeconfigFiles(options: readonly string[], env: NodeJS.ProcessEnv): KubeconfigFiles {
  if (options.length > 0) return { files: [...options], isExplicit: true };
  const fromEnv = (env['KUBECONFIG'] ?? '').split(delimiter).filter(file => file !== '');
  if (fromEnv.length > 0) return { files: [...new Set(fromEnv)], isExplicit: false };
  const usual = join(homedir(), '.kube', 'config');
  return { files: isThere(usual) ? [usual] : [], isExplicit: false };
}

/** Also where nobody may look: reading it says why. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (error instanceof Error) return true;
    throw error;
  }
}
