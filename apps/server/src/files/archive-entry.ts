import { once } from 'node:events';
import { type Header, pack as tarPack } from 'tar-stream';

const BLOCK_BYTES = 512;
/** Two empty blocks, filled up to the twenty that every tar reads at a time. */
export const ARCHIVE_END = Buffer.alloc(20 * BLOCK_BYTES);

/** What an archive says of an entry before its content. */
export interface EntryHeader extends Header {
  readonly type: 'file' | 'directory' | 'symlink' | 'link';
  readonly size: number;
}

/** The blocks before the content of an entry. Content follows as it comes: nothing of it is held by the library. */
export async function entryHead(header: EntryHeader): Promise<Uint8Array> {
  const pack = tarPack();
  const entry = pack.entry({ ...header });
  for (const stream of [pack, entry]) stream.on('error', () => pack.destroy());
  // All of them are there at once, when the entry is opened.
  await once(pack, 'readable');
  const blocks: Uint8Array[] = [];
  for (let block = read(pack); block !== null; block = read(pack)) blocks.push(block);
  pack.destroy();
  return Buffer.concat(blocks);
}

function read(pack: { read(): unknown }): Uint8Array | null {
  return pack.read() as Uint8Array | null;
}

/** What fills the last block of its content. */
export function entryPadding(size: number): Uint8Array {
  return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}
