import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { COMMAND_CHANNEL, COMMAND_PROTOCOLS } from '@lanthorn/kube/api/remote-command.ts';
import { pathText } from '@lanthorn/protocol/files/container-path.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { systemClock } from '../system-clock.ts';
import type { CommandContext } from './container-command.ts';

export const PLACE: FilePlace = { cluster: 'c', namespace: 'shop', pod: 'web-1', uid: 'u1', container: 'app' };

/** What most images have. */
const ALL = ['cat', 'find', 'head', 'mv', 'rm', 'sh', 'stat', 'tar', 'tee'];

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A container whose commands run on this machine, with these programs and no others, so that what they really write is read. Its files are in a
 * folder of their own.
 */
export class TestContainer implements ChannelSource {
  readonly folder = mkdtempSync(join(tmpdir(), 'lanthorn-files-'));
  readonly #bin = mkdtempSync(join(tmpdir(), 'lanthorn-bin-'));
  protocol: string = COMMAND_PROTOCOLS[0];
  /** The commands that ran, as they were asked for. */
  readonly commands: string[][] = [];
  readonly running = new Set<Child>();
  /** Run instead of a program, where it is there. */
  readonly fakes = new Map<string, string>();

  constructor(programs: readonly string[] = ALL) {
    for (const name of programs) symlinkSync(realPlace(name), join(this.#bin, name));
  }

  context: CommandContext = this.contextOf('pod.files');

  contextOf(action: ActionKind, rules: Partial<ClusterInfo> = {}): CommandContext {
    const info = { name: 'c', isDemo: false, server: 'https://c', user: 'ada', namespace: '', problem: null, ...rules };
    return { cluster: { key: 'ada/c', info, channels: this } as never, clock: systemClock, action };
  }

  /** As the page has it. */
  path(...names: readonly (string | Uint8Array)[]): string {
    return pathText(
      Buffer.concat(
        [this.folder, ...names].flatMap((name, i) => [
          ...(i === 0 ? [] : [Buffer.from('/')]),
          Buffer.from(name as string),
        ]),
      ),
    );
  }

  request(...names: readonly (string | Uint8Array)[]) {
    return { ...PLACE, path: this.path(...names) };
  }

  makeFolder(name: string): void {
    mkdirSync(join(this.folder, name), { recursive: true });
  }

  close(): void {
    for (const child of this.running) child.kill('SIGKILL');
    chmodSync(this.folder, 0o755);
    for (const folder of [this.folder, this.#bin]) rmSync(folder, { recursive: true, force: true });
  }

  async connect({ query }: ChannelRequest): Promise<ChannelAnswer> {
    const words = query.flatMap(([name, value]) => (name === 'command' ? [value] : []));
    this.commands.push(words);
    const [asked = '', ...args] = words;
    const fake = this.fakes.get(asked);
    const [name, all] = fake === undefined ? [asked, args] : ['/bin/sh', ['-c', fake]];
    const child: Child = spawn(name, all, {
      env: { PATH: this.#bin, LC_ALL: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.running.add(child);
    child.on('exit', () => this.running.delete(child));
    child.stdin.on('error', () => child.stdin.destroy());
    if (!query.some(([flag]) => flag === 'stdin')) child.stdin.end();
    return { socket: this.#socketOf(child, asked) };
  }

  #socketOf(child: Child, asked: string) {
    const { protocol } = this;
    const canEnd = protocol === COMMAND_PROTOCOLS[0];
    return {
      protocol,
      messages: this.#messages(child, asked),
      send: async (message: Uint8Array) => {
        const [channel] = message;
        if (channel === COMMAND_CHANNEL.close && canEnd) child.stdin.end();
        if (channel !== COMMAND_CHANNEL.stdin || child.stdin.destroyed) return;
        await new Promise<void>(resolve => child.stdin.write(message.subarray(1), () => resolve()));
      },
      close: () => void child.kill('SIGKILL'),
    };
  }

  async *#messages(child: Child, asked: string): AsyncIterable<Uint8Array> {
    const ended = new Promise<object>(resolve => {
      child.on('error', () =>
        resolve({
          status: 'Failure',
          message: `failed to exec in container: exec: "${asked}": executable file not found in $PATH`,
        }),
      );
      child.on('close', (code, signal) => {
        const causes = [{ reason: 'ExitCode', message: String(code ?? 137) }];
        resolve(
          code === 0 && signal === null
            ? { status: 'Success' }
            : { status: 'Failure', reason: 'NonZeroExitCode', details: { causes } },
        );
      });
    });
    const complaints: Buffer[] = [];
    child.stderr.on('data', (bytes: Buffer) => complaints.push(bytes));
    try {
      for await (const bytes of child.stdout) yield Buffer.concat([Buffer.of(COMMAND_CHANNEL.stdout), bytes as Buffer]);
    } catch (error) {
      // Closed by who reads it.
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
    }
    const status = await ended;
    if (complaints.length > 0) yield Buffer.concat([Buffer.of(COMMAND_CHANNEL.stderr), ...complaints]);
    yield Buffer.concat([Buffer.of(COMMAND_CHANNEL.error), Buffer.from(JSON.stringify({ metadata: {}, ...status }))]);
  }
}

function realPlace(name: string): string {
  return ['tar', 'sh', 'cat', 'mv', 'rm'].includes(name) ? `/bin/${name}` : `/usr/bin/${name}`;
}
