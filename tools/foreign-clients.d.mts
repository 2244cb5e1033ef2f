/** Programs that `tests/clients` and `tests/conformance/kubectl-*.test.ts` run. */
export type ForeignClient = 'client-go' | 'client-node' | 'helm' | 'k9s' | 'kubectl';
export function cachedClient(name: ForeignClient): string | null;
export function buildClient(name: ForeignClient): string;
export function buildClients(): string[];
