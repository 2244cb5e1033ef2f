import { setTimeout as delay } from 'node:timers/promises';
import { Conversation, V4 } from './stream-client.ts';
import type { StreamScenario } from './stream-scenario.ts';
import { messageOf } from './stream-world.ts';

// Ports of a pod as messages: of each port two channels, for its bytes and for what went wrong, which begin with its number.

export const PORT_POD = 'ports';
/** Two that listen; 81 does not. */
export const PORT_SCRIPT =
  'mkdir /page; echo hello >/page/index.html; httpd -p 8080 -h /page; httpd -p 9090 -h /page; exec sleep 3600';
export const OPEN_PORTS = [8080, 9090];

const GET = 'GET /index.html HTTP/1.0\r\n\r\n';
const PORT_BYTES = 2;
/** Longer than a connection takes that ends by itself. */
const STAYS_MS = 3_000;

interface Asked {
  readonly pod?: string;
  readonly ports: readonly string[];
  readonly protocols?: readonly string[];
}

const ports = (
  title: string,
  { pod = PORT_POD, ports: asked, protocols = [V4] }: Asked,
  talk: (conversation: Conversation) => Promise<unknown>,
): StreamScenario => ({
  title,
  play: async world => {
    const query = asked.map(port => ['ports', port] as const);
    const opened = await world.client.open({ path: `${pod}/portforward`, query, protocols });
    if (!(opened instanceof Conversation)) return { status: opened.status, message: messageOf(opened.body) };
    const said = await talk(opened);
    const closed = await Promise.race([opened.closed, delay(STAYS_MS, 'stays')]);
    opened.close();
    return { protocol: opened.protocol, said, closed };
  },
});

/** What came on the channels of a port: its number on both, whether a page did, what went wrong. */
function channelsOf(conversation: Conversation, i: number) {
  const [data, error] = [conversation.bytes(i * 2), conversation.bytes(i * 2 + 1)];
  const said = error.subarray(PORT_BYTES).toString();
  return {
    numbers: [data, error].map(bytes => (bytes.length < PORT_BYTES ? null : bytes.readUInt16LE(0))),
    isPage: data.subarray(PORT_BYTES).toString().startsWith('HTTP/1.'),
    // Why nobody answered is in the words of whatever looked there.
    error: said.replace(/^(error forwarding port \d+ to pod ).*connection refused.*$/s, '$1…: connection refused'),
  };
}

export const PORT_SCENARIOS: readonly StreamScenario[] = [
  ports('a port answers', { ports: ['8080'] }, async conversation => {
    conversation.send(0, GET);
    await conversation.says(0, 'HTTP/1.');
    return channelsOf(conversation, 0);
  }),
  ports('several ports at once', { ports: ['8080', '9090'] }, async conversation => {
    conversation.send(2, GET);
    await conversation.says(2, 'HTTP/1.');
    conversation.send(0, GET);
    await conversation.says(0, 'HTTP/1.');
    return [channelsOf(conversation, 0), channelsOf(conversation, 1)];
  }),
  ports('several ports in one word', { ports: ['8080,9090'] }, async conversation => {
    conversation.send(2, GET);
    await conversation.says(2, 'HTTP/1.');
    return [channelsOf(conversation, 0), channelsOf(conversation, 1)];
  }),
  ports('a port that nobody listens on', { ports: ['81'] }, async conversation => {
    conversation.send(0, GET);
    await conversation.says(1, 'refused');
    return channelsOf(conversation, 0);
  }),
  ports('one that answers beside one that nobody listens on', { ports: ['81', '8080'] }, async conversation => {
    await conversation.says(1, 'refused');
    conversation.send(2, GET);
    await conversation.says(2, 'HTTP/1.');
    return [channelsOf(conversation, 0), channelsOf(conversation, 1)];
  }),
  ports('no port', { ports: [] }, () => Promise.resolve('opened')),
  ports('a port that is none', { ports: ['web'] }, () => Promise.resolve('opened')),
  ports('a port above all ports', { ports: ['70000'] }, () => Promise.resolve('opened')),
  ports('a pod that is not there', { pod: 'none', ports: ['8080'] }, () => Promise.resolve('opened')),
];
