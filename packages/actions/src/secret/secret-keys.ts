import { asObject } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { ActionParams, ActionRecord, Message, SecretKeys } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlLine, patchRight, unchangedSince } from '../machinery/change-request.ts';

const NOTHING: SecretKeys = { set: [], renamed: [], removed: [] };
const at = (key: string) => jsonPointer('data', key);

const keysOf = (secret: unknown): ReadonlySet<string> => new Set(Object.keys(asObject(asObject(secret)['data'])));

/** What of it is not so already: after an answer that was lost, the rest alone is sent again. A value cannot be compared, so it is. */
function missing(secret: unknown, { secretKeys = NOTHING }: ActionParams): SecretKeys {
  const keys = keysOf(secret);
  return {
    set: secretKeys.set,
    renamed: secretKeys.renamed.filter(({ from, to }) => keys.has(from) || !keys.has(to)),
    removed: secretKeys.removed.filter(key => keys.has(key)),
  };
}

/** A key moves with its value, which nobody need know. Where names are exchanged all step aside first. */
function moves({ renamed }: SecretKeys): JsonPatchOperation[] {
  const move = (from: string, to: string): JsonPatchOperation => ({ op: 'move', from: at(from), path: at(to) });
  const isExchange = renamed.some(({ to }) => renamed.some(({ from }) => from === to));
  if (!isExchange) return renamed.map(({ from, to }) => move(from, to));
  const aside = (i: number) => `..aside-${i}`;
  return [...renamed.map(({ from }, i) => move(from, aside(i))), ...renamed.map(({ to }, i) => move(aside(i), to))];
}

function operations(secret: KubeObject, change: SecretKeys, valueOf: (value: string) => string): JsonPatchOperation[] {
  const isEmpty = asObject(secret)['data'] === undefined;
  return [
    ...(isEmpty && change.set.length > 0
      ? [unchangedSince(secret), { op: 'add', path: '/data', value: {} } as const]
      : []),
    ...change.removed.map((key): JsonPatchOperation => ({ op: 'remove', path: at(key) })),
    ...moves(change),
    ...change.set.map(({ key, value }): JsonPatchOperation => ({ op: 'add', path: at(key), value: valueOf(value) })),
  ];
}

function effects(secret: KubeObject, { set, renamed, removed }: SecretKeys): Message[] {
  const keys = keysOf(secret);
  const stays = (key: string) => keys.has(key) && !removed.includes(key);
  const told = (key: string, names: readonly string[]): Message[] =>
    names.length === 0 ? [] : [{ key, values: { keys: names.join(', ') } }];
  const names = set.map(({ key }) => key);
  const moved = new Set(renamed.map(({ to }) => to));
  return [
    ...told(
      'effect.keysAdded',
      names.filter(key => !stays(key) && !moved.has(key)),
    ),
    ...told(
      'effect.keysReplaced',
      names.filter(key => stays(key) || moved.has(key)),
    ),
    ...told(
      'effect.keysRenamed',
      renamed.map(({ from, to }) => `${from} → ${to}`),
    ),
    ...told('effect.keysGone', removed),
    { key: 'effect.valuesNotKept', values: {} },
  ];
}

/** Keys of a Secret are set, renamed and taken away. Values go to the API server and nowhere else: no record, preview or line has them. */
export const SECRET_KEYS: ActionRecord<'secret.keys'> = {
  kind: 'secret.keys',
  // It follows from the keys on the object's page.
  isOffered: false,
  key: null,
  form: null,
  tone: 'plain',
  guard: null,
  appliesTo: resource => groupResource(resource) === 'secrets',
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, secret, { context }) => {
    const change = missing(secret, params);
    const made = operations(secret, change, value => value);
    const guards: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: target.uid },
      { op: 'test', path: '/metadata/resourceVersion', value: secret.metadata.resourceVersion },
    ];
    // As one would write it, with the values left to whoever does.
    const shown = operations(secret, change, () => '<base64>');
    const gone = change.renamed.find(({ from }) => !keysOf(secret).has(from));
    return {
      request: jsonPatchRequest(target, [...guards, ...made]),
      right: patchRight(target),
      effects: effects(secret, change),
      kubectl: kubectlLine(target, context, [
        ...['patch', 'secret', target.name, '--type=json', `--patch=${writeJson(shown)}`],
      ]),
      confirmation: { type: 'answered' },
      isDone: made.length === 0,
      clashes: [],
      lacks: gone === undefined ? null : { what: 'key', name: gone.from },
    };
  },
  // Whether a value is the one that was sent cannot be seen: it is sent again, which changes nothing.
  isOwnWork: () => false,
  follows: null,
  inverse: () => null,
};
