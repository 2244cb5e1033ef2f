import { COMMAND_POD, COMMAND_SCENARIOS } from './command-scenarios.ts';
import { LOG_END, LOG_POD, LOG_SCENARIOS, LOG_SCRIPT } from './log-scenarios.ts';
import { OPEN_PORTS, PORT_POD, PORT_SCENARIOS, PORT_SCRIPT } from './port-scenarios.ts';
import { eventually } from '../../e2e/harness.ts';
import type { StreamScenario } from './stream-scenario.ts';
import { shellContainer, type StreamWorld } from './stream-world.ts';

const GROUPS = { commands: COMMAND_SCENARIOS, logs: LOG_SCENARIOS, ports: PORT_SCENARIOS };

/** By what they are about, then what happens. */
export const STREAM_SCENARIOS: readonly StreamScenario[] = Object.entries(GROUPS).flatMap(([group, scenarios]) =>
  scenarios.map(({ title, play }) => ({ title: `${group}: ${title}`, play })),
);

const LOG_MS = 20_000;
/** At a time: a real node on two slow cores starts programs slowly. */
const PARALLEL = 8;

/** What a client is told in every scenario, by its title; where one failed, why. */
export async function playStreams(world: StreamWorld): Promise<Record<string, unknown>> {
  const containers = [shellContainer('a', 'sleep 3600'), shellContainer('b', 'sleep 3600')];
  const listening = {
    ...shellContainer('main', PORT_SCRIPT),
    ports: OPEN_PORTS.map(containerPort => ({ containerPort })),
  };
  await Promise.all([
    world.run(COMMAND_POD),
    world.run('pair', { spec: { containers } }),
    world.run(LOG_POD, { script: LOG_SCRIPT }),
    world.run(PORT_POD, { spec: { containers: [listening] } }),
  ]);
  await eventually(async () => (await world.log(LOG_POD)).body.includes(LOG_END), 'the last line', LOG_MS);
  const told: Record<string, unknown> = {};
  const rest = [...STREAM_SCENARIOS];
  const work = async () => {
    for (let scenario = rest.shift(); scenario !== undefined; scenario = rest.shift())
      told[scenario.title] = await scenario.play(world).catch((error: unknown) => ({ failed: String(error) }));
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return Object.fromEntries(STREAM_SCENARIOS.map(({ title }) => [title, told[title]]));
}
