import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The kubeconfig files to read, by the options, else `KUBECONFIG`, else the usual place; empty when there is none. */
export function kubeconfigFiles(options: readonly string[], env: NodeJS.ProcessEnv): string[] {
  if (options.length > 0) return [...options];
  const fromEnv = (env['KUBECONFIG'] ?? '').split(delimiter).filter(file => file !== '');
  if (fromEnv.length > 0) return fromEnv;
  const usual = join(homedir(), '.kube', 'config');
  return existsSync(usual) ? [usual] : [];
}
