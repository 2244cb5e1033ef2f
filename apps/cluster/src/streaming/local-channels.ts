import type { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import type { UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { ByteQueue } from '../container/system/byte-queue.ts';
import { type CommandServices, runCommand } from './command-runner.ts';
import type { MessageSocket } from './message-socket.ts';
import { askedPorts, forwardChannels } from './port-forward-channels.ts';
import { overMessages } from './remote-command.ts';
import { readStreamOptions } from './stream-options.ts';

/** Sent and not read yet; whoever writes more waits. */
const MAX_UNREAD_BYTES = 256 * 1024;

/** Exec, attach and port-forward of a server in the same process, by the same messages as over a WebSocket. */
export class LocalChannels implements ChannelSource {
  readonly #server: Pick<ApiServer, 'connect'>;
  readonly #user: UserInfo;
  readonly #services: CommandServices;

  constructor(server: Pick<ApiServer, 'connect'>, user: UserInfo, services: CommandServices) {
    this.#server = server;
    this.#user = user;
    this.#services = services;
  }

  async connect({ path, query, protocols }: ChannelRequest): Promise<ChannelAnswer> {
    const asked = { method: 'GET', path, query: Object.fromEntries(query) } as const;
    const connected = await this.#server.connect(asked, this.#user);
    if ('refusal' in connected) {
      const { status } = connected.refusal;
      return { refusal: { status, body: await readBody(connected.refusal) } };
    }
    const { kind, pod } = connected.target;
    const [protocol = ''] = protocols;
    const parameters = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
    const { near, far } = socketPair(protocol);
    const options = readStreamOptions(parameters);
    const served =
      kind === 'portforward'
        ? forwardChannels(far, { pod, ports: askedPorts(parameters) })
        : overMessages(far, options, streams => runCommand(this.#services, { ...options, kind, pod }, streams));
    void served.catch(() => far.cut());
    return { socket: near };
  }
}

/** Two ends of a connection that is in memory alone. */
function socketPair(protocol: string) {
  const toNear = new ByteQueue();
  let unread = 0;
  let wake = () => {};
  let isClosed = false;
  let listener: Parameters<MessageSocket['listen']>[0] = { onMessage: () => {}, onClose: () => {} };
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    toNear.end();
    wake();
    listener.onClose();
  };
  async function* messages(): AsyncIterable<Uint8Array> {
    try {
      for await (const message of toNear) {
        unread -= message.length;
        wake();
        yield message;
      }
    } finally {
      close();
    }
  }
  const far: MessageSocket = {
    protocol,
    listen: to => {
      listener = to;
    },
    send: message => {
      if (isClosed) return;
      unread += message.length;
      toNear.push(Buffer.from(message));
    },
    drained: async () => {
      while (!isClosed && unread > MAX_UNREAD_BYTES)
        await new Promise<void>(resolve => {
          wake = resolve;
        });
    },
    close,
    cut: close,
  };
  const near = {
    protocol,
    messages: messages(),
    send: async (message: Uint8Array) => {
      if (!isClosed) listener.onMessage(message);
    },
    close,
  };
  return { near, far };
}
