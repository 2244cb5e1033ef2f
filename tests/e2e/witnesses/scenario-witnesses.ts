import { cachedBinaries } from '../../../tools/control-plane-binaries.mjs';
import { startCluster, type Witness } from '../harness.ts';
import { seedRealScenario } from './real-scenario.ts';
import { startRealWitness } from './real-witness.ts';

const binaries = cachedBinaries();

/** Clusters with the demo's scenario: the embedded one, and a real control plane where one was built. */
export const SCENARIO_WITNESSES: readonly (readonly [string, (name: string, seed: number) => Promise<Witness>])[] = [
  ['embedded', (name, seed) => startCluster(name, { seed })],
  ...(binaries === null
    ? []
    : [['real', (name: string) => startRealWitness(name, binaries, seedRealScenario)] as const]),
];
