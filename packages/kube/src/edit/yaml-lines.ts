import { isMap, isScalar, isSeq, LineCounter } from 'yaml';
import { parseKubernetesYaml } from './kubernetes-yaml.ts';

/** The place in its tree that a line of YAML writes: names and places in lists. */
export type LinePath = readonly (string | number)[];

/**
 * What each line of a text writes, by line number from 1: of several fields on one line the first, nothing for a comment or the inside of a block of text.
 * A text with mistakes gives what could be read of it.
 */
export function yamlLines(text: string): ReadonlyMap<number, LinePath> {
  const counter = new LineCounter();
  const lines = new Map<number, LinePath>();
  const visit = (node: unknown, path: LinePath): void => {
    if (isMap(node))
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const place = [...path, String(key.value)];
        note(key.range?.[0], place);
        visit(value, place);
      }
    else if (isSeq(node))
      for (const [i, item] of node.items.entries()) {
        const place = [...path, i];
        if (isScalar(item)) note(item.range?.[0], place);
        visit(item, place);
      }
  };
  const note = (offset: number | undefined, path: LinePath): void => {
    if (offset === undefined) return;
    const { line } = counter.linePos(offset);
    if (!lines.has(line)) lines.set(line, path);
  };
  visit(parseKubernetesYaml(text, { lineCounter: counter }).contents, []);
  return lines;
}
