/** What a part of a YAML text is, in the words of the editor's styles; null for all that has no colour. */
export type YamlMark = 'propertyName' | 'string' | 'number' | null;

export interface YamlPart {
  readonly text: string;
  readonly mark: YamlMark;
}

/** A key in its line: what stands before it, itself in quotes or plain, and what follows the colon. */
const KEY = /^((?: |- )*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#|>&*!-][^"]*?|-[^\s"][^"]*?)(:(?: |$))(.*)$/;
const BEFORE_ITEM = /^((?: |- )*)(.*)$/;
const BLOCK = /^[|>][-+\d]*$/;
const NUMBER = /^(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)$/;

/**
 * The parts of a text as `yamlText` writes it. A line within a block of text is text, whatever it looks like. Parts beside each other that have
 * no colour are one, so that few elements are made of them.
 */
export function yamlParts(text: string): readonly YamlPart[] {
  const parts: YamlPart[] = [];
  let plain = '';
  const add = (part: string, mark: YamlMark) => {
    if (mark === null || part === '') {
      plain += part;
      return;
    }
    if (plain !== '') parts.push({ text: plain, mark: null });
    plain = '';
    parts.push({ text: part, mark });
  };
  /** Lines that are indented more than this are of a block of text; null outside one. */
  let block: number | null = null;
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (i > 0) plain += '\n';
    const indent = line.search(/\S/);
    if (block !== null && (indent < 0 || indent > block)) {
      plain += line;
      continue;
    }
    const [, before = '', key = '', colon = '', value = ''] = KEY.exec(line) ?? ['', ...itemOf(line)];
    block = BLOCK.test(value) ? (key === '' ? indent : before.length) : null;
    plain += before;
    add(key, 'propertyName');
    plain += colon;
    add(value, markOf(value));
  }
  if (plain !== '') parts.push({ text: plain, mark: null });
  return parts;
}

/** A line without a key: a part of a list, or the going on of a text. */
function itemOf(line: string): readonly [string, string, string, string] {
  const [, before = '', value = ''] = BEFORE_ITEM.exec(line) ?? [];
  return [before, '', '', value];
}

function markOf(value: string): YamlMark {
  if (NUMBER.test(value)) return 'number';
  return /^"(?:[^"\\]|\\.)*"$/.test(value) ? 'string' : null;
}
