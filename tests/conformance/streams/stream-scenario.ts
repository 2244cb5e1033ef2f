import type { StreamWorld } from './stream-world.ts';

/** Something a client does with a container; what it is told is the same on every cluster. */
export interface StreamScenario {
  readonly title: string;
  readonly play: (world: StreamWorld) => Promise<unknown>;
}
