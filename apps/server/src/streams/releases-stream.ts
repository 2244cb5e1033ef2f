import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ReleaseLine, ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import type { ReleasesQuery } from '@lanthorn/protocol/stream-queries.ts';
import { OUTPUT_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { ReleaseList } from '../helm/release-list.ts';
import type { Outlet, Stream, StreamContext } from './stream.ts';

/** Lines are sent together up to so many characters: the window of a stream holds several such parts. */
const MAX_PART = 64 * 1024;

/** Releases of Helm as lines: what is new or other, what is gone. A tab that reads slowly is told what is so then. */
export class ReleasesStream implements Stream {
  readonly #outlet: Outlet;
  readonly #list: ReleaseList;
  /** What was told of each, by its key. */
  readonly #told = new Map<string, string>();
  #toldStates = '';
  #isTelling = false;
  #isStale = false;
  #isOver = false;

  constructor({ namespaces }: ReleasesQuery, { cluster, boundary, outlet, releases }: StreamContext) {
    this.#outlet = outlet;
    const tell = () => {
      this.#isStale = true;
      if (!this.#isTelling) boundary.follow(this.#tell());
    };
    // Its first news may come before it is here.
    this.#isTelling = true;
    this.#list = releases.open({ cluster, namespaces, boundary, onChange: tell });
    boundary.follow(this.#begin());
  }

  async receive(): Promise<void> {
    this.#outlet.end({ reason: 'refused', problem: problem('takesNoBytes', {}) });
  }

  close(): void {
    this.#isOver = true;
    this.#list.close();
  }

  async #begin(): Promise<void> {
    await this.#write([{ type: 'begin' }]);
    this.#isStale = true;
    await this.#tell();
  }

  async #tell(): Promise<void> {
    this.#isTelling = true;
    while (this.#isStale && !this.#isOver) {
      this.#isStale = false;
      await this.#write(this.#news());
    }
    this.#isTelling = false;
  }

  #news(): ReleaseLine[] {
    const { states, left } = this.#list;
    const releases = this.#list.releases();
    const lines: ReleaseLine[] = [];
    const keys = new Set(releases.map(releaseKey));
    for (const key of this.#told.keys())
      if (!keys.has(key)) {
        this.#told.delete(key);
        lines.push({ type: 'gone', key });
      }
    for (const release of releases) {
      const key = releaseKey(release);
      const text = JSON.stringify(release);
      if (this.#told.get(key) === text) continue;
      this.#told.set(key, text);
      lines.push({ type: 'release', key, release });
    }
    const told = JSON.stringify([states, left]);
    if (told !== this.#toldStates) lines.push({ type: 'states', states, left });
    this.#toldStates = told;
    return lines;
  }

  async #write(lines: readonly ReleaseLine[]): Promise<void> {
    let part = '';
    for (const line of lines) {
      part += `${JSON.stringify(line)}\n`;
      if (part.length < MAX_PART) continue;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as they are read
      await this.#outlet.write(OUTPUT_CHANNEL, Buffer.from(part));
      part = '';
    }
    if (part !== '') await this.#outlet.write(OUTPUT_CHANNEL, Buffer.from(part));
  }
}

function releaseKey({ storage, namespace, name }: ToldRelease): string {
  return JSON.stringify([namespace, name, storage]);
}
