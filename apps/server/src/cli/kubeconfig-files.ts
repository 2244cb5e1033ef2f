import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The kubeconfig files to read, by the options, else `KUBECONFIG`, else the usual place; empty when there is none. */
export function kubeconfigFiles(options: readonly string[], env: NodeJS.ProcessEnv): string[] {
  if (options.length > 0) return [...options];
  const fromEnv = (env['KUBECONFIG'] ?? '').split(delimiter).filter(file => file !== '');
  if (fromEnv.length > 0) return [...new Set(fromEnv)];
  const usual = join(homedir(), '.kube', 'config');
  return isThere(usual) ? [usual] : [];
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
