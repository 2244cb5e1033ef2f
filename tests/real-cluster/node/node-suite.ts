import { cachedBinaries } from '../../../tools/control-plane-binaries.mjs';
import { missingParts } from './real-node.ts';

const missing = [...(cachedBinaries() === null ? ['a control plane'] : []), ...missingParts()];

/** Whether this machine can have a real node in its tests. */
export const hasRealNode = missing.length === 0;

/** The title of a suite that needs one: where it does not run, why. */
export function realNodeTitle(title: string): string {
  return hasRealNode ? title : `${title} (not run: there is no real node without ${missing.join(', ')})`;
}
