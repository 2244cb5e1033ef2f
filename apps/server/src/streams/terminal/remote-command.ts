import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { ChannelSocket, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import {
  COMMAND_CHANNEL,
  COMMAND_PROTOCOLS,
  type CommandExit,
  readExit,
  sizeText,
  type TerminalSize,
} from '@lanthorn/kube/api/remote-command.ts';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';

/** What the error channel says is a Status; of more the beginning is kept. */
const MAX_ERROR_BYTES = 64 * 1024;
/** What a terminal takes for the end of its input, where the protocol cannot say it. */
const END_OF_TRANSMISSION = Uint8Array.of(COMMAND_CHANNEL.stdin, 4);

export interface CommandRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Null joins what runs in the container already. */
  readonly command: readonly string[] | null;
  readonly hasInput: boolean;
  readonly isTerminal: boolean;
}

/** A command in a container, or the process that runs there, over one connection. */
export class RemoteCommand {
  readonly #socket: ChannelSocket;
  readonly #isTerminal: boolean;
  readonly #said: Buffer[] = [];
  #saidBytes = 0;

  private constructor(socket: ChannelSocket, isTerminal: boolean) {
    this.#socket = socket;
    this.#isTerminal = isTerminal;
  }

  static async open(
    channels: ChannelSource,
    request: CommandRequest,
    signal?: CancelSignal,
  ): Promise<RemoteCommand | { readonly refusal: Status }> {
    const { namespace, pod, container, command, hasInput, isTerminal } = request;
    const subresource = command === null ? 'attach' : 'exec';
    const flags = { stdin: hasInput, stdout: true, stderr: !isTerminal, tty: isTerminal };
    const answer = await channels.connect(
      {
        path: resourcePath({ group: '', version: 'v1', resource: 'pods', namespace, name: pod, subresource }),
        query: [
          ...(container === '' ? [] : [['container', container] as const]),
          ...(command ?? []).map(word => ['command', word] as const),
          ...Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [[name, 'true'] as const] : [])),
        ],
        protocols: COMMAND_PROTOCOLS,
      },
      signal,
    );
    if ('refusal' in answer) return { refusal: readStatus(answer.refusal.status, answer.refusal.body) };
    return new RemoteCommand(answer.socket, isTerminal);
  }

  /** All that it writes, to its output and to its errors; throws where the connection breaks. To be read once. */
  async *output(): AsyncIterable<Uint8Array> {
    for await (const { bytes } of this.parts()) yield bytes;
  }

  /** The same, told apart. */
  async *parts(): AsyncIterable<{ readonly isError: boolean; readonly bytes: Uint8Array }> {
    for await (const message of this.#socket.messages) {
      const [channel] = message;
      const bytes = message.subarray(1);
      // Servers begin with a message without bytes on each channel.
      if (bytes.length === 0) continue;
      if (channel === COMMAND_CHANNEL.stdout || channel === COMMAND_CHANNEL.stderr)
        yield { isError: channel === COMMAND_CHANNEL.stderr, bytes };
      else if (channel === COMMAND_CHANNEL.error) this.#hear(bytes);
    }
  }

  /** Whether the other side can be told that the input is over. */
  get canEndInput(): boolean {
    return this.#socket.protocol === COMMAND_PROTOCOLS[0];
  }

  /** How it ended, as far as was said; to be asked when there is no more output. */
  get exit(): CommandExit | null {
    return readExit(Buffer.concat(this.#said).toString('utf8'));
  }

  /** Kept when there is room for more. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#send(COMMAND_CHANNEL.stdin, bytes);
  }

  resize(size: TerminalSize): Promise<void> {
    return this.#send(COMMAND_CHANNEL.resize, Buffer.from(sizeText(size)));
  }

  /** Nothing more is typed; output goes on. Where the protocol has no word for it a terminal is told in its own, and nothing else can be. */
  endInput(): Promise<void> {
    if (this.canEndInput) return this.#send(COMMAND_CHANNEL.close, Uint8Array.of(COMMAND_CHANNEL.stdin));
    return this.#isTerminal ? this.#socket.send(END_OF_TRANSMISSION) : Promise.resolve();
  }

  close(): void {
    this.#socket.close();
  }

  #send(channel: number, bytes: Uint8Array): Promise<void> {
    return this.#socket.send(Buffer.concat([Uint8Array.of(channel), bytes]));
  }

  #hear(bytes: Uint8Array): void {
    const room = MAX_ERROR_BYTES - this.#saidBytes;
    if (room <= 0) return;
    this.#said.push(Buffer.from(bytes.subarray(0, room)));
    this.#saidBytes += Math.min(room, bytes.length);
  }
}
