/** All objects of the largest releases; the server takes eight megabytes with all that belongs to them. */
const MAX_CHARS = 3_000_000;

export interface ReadFiles {
  /** Documents with a line between them, each file with its name above it. */
  readonly text: string;
  /** Files that are not read, by their names, and why. */
  readonly unread: readonly { readonly name: string; readonly why: 'tooLarge' | 'noText' }[];
}

/** The text of files, in their order; what is no text, or too much, is left out and named. */
export async function readFiles(files: readonly File[]): Promise<ReadFiles> {
  const parts: string[] = [];
  const unread: { name: string; why: 'tooLarge' | 'noText' }[] = [];
  let room = MAX_CHARS;
  for (const file of files) {
    const text = file.size > room ? null : await textOf(file);
    if (text === null) unread.push({ name: file.name, why: file.size > room ? 'tooLarge' : 'noText' });
    else {
      parts.push(`# ${file.name.replace(/[\r\n]/g, ' ')}\n${text.trimEnd()}\n`);
      room -= text.length;
    }
  }
  return { text: parts.join('---\n'), unread };
}

async function textOf(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
