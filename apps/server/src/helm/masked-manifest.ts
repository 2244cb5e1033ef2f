import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { mayHoldSecrets, readManifests, splitDocuments } from '@lanthorn/kube/objects/manifests.ts';
import { MASK } from '@lanthorn/kube/objects/secret-values.ts';

/** Known to this process alone, and gone with it: without it nobody can try values until one fits. */
const KEY = randomBytes(32);
const MARK_CHARS = 6;

/** In the place of a value: the same for the same value, so that two revisions can be compared without it. */
export function maskedValue(value: unknown): string {
  const mark = createHmac('sha256', KEY)
    .update(asString(value) || JSON.stringify(value))
    .digest('hex');
  return `${MASK} ${mark.slice(0, MARK_CHARS)}`;
}

const UNREADABLE = '# A part that may hold values of Secrets cannot be read, and is left out.\n';
/** Where the chart has a part from: Helm writes it before each. */
const HEAD = /^(?:\s*#[^\n]*\n|\s*\n)*/;

/** A manifest without the values of its Secrets, document by document, so that nobody waits for a large one. What may hold some and cannot be read is left out. */
export async function maskedManifest(
  manifest: string,
  clock: Pick<Clock, 'nextTurn'>,
): Promise<{ readonly text: string; readonly isMasked: boolean }> {
  let isMasked = false;
  const parts: string[] = [];
  for (const { text } of splitDocuments(manifest)) {
    if (!mayHoldSecrets(text)) {
      parts.push(text);
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- a turn for others between two documents
    await clock.nextTurn();
    const masked = maskedDocument(text);
    isMasked ||= masked !== text;
    parts.push(masked);
  }
  return { text: parts.join('---\n'), isMasked };
}

function maskedDocument(text: string): string {
  const { manifests, problems } = readManifests(text);
  if (problems.length > 0) return UNREADABLE;
  if (!manifests.some(({ object }) => isSecret(object))) return text;
  const head = HEAD.exec(text)?.[0] ?? '';
  return head + manifests.map(({ object }) => yamlText(isSecret(object) ? withMasks(object) : object)).join('---\n');
}

/** Whatever its group says: in doubt it holds values. */
function isSecret({ kind }: JsonObject): boolean {
  return kind === 'Secret' || kind === 'SecretList';
}

function withMasks(secret: JsonObject): JsonObject {
  const copy = { ...secret };
  for (const field of ['data', 'stringData']) if (field in copy) copy[field] = masks(copy[field]);
  if (Array.isArray(copy['items'])) copy['items'] = copy['items'].map(item => withMasks(asObject(item)));
  return copy;
}

function masks(values: unknown): unknown {
  if (!isObject(values)) return maskedValue(values);
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, maskedValue(value)]));
}
