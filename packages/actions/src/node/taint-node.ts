import { asArray, asObject, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import type { ActionParams, ActionRecord, Message, Taint } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlLine, patchRight, unchangedSince } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';

const PATH = '/spec/taints';

/** Who set a taint and when is the controllers' business: a person names key, value and effect. */
export function taintsOf(node: unknown): readonly Taint[] {
  return asArray(getPath(node, 'spec', 'taints')).map(entry => {
    const { key, value, effect } = asObject(entry);
    const said = asString(value);
    return { key: asString(key), ...(said === '' ? {} : { value: said }), effect: asString(effect) };
  });
}

/** A node has one taint of a key and effect. */
export const taintId = ({ key, effect }: Taint) => `${key}:${effect}`;
export const taintText = ({ key, value, effect }: Taint) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`;

interface TaintChange {
  readonly added: readonly Taint[];
  readonly removed: readonly Taint[];
}

/** What was meant: what is in the one and not in the other. */
function meant({ taints }: ActionParams): TaintChange {
  const { wanted = [], before = [] } = taints ?? {};
  const has = (list: readonly Taint[], taint: Taint) => list.some(other => deepEqual(other, taint));
  return {
    added: wanted.filter(taint => !has(before, taint)),
    removed: before.filter(taint => !wanted.some(other => taintId(other) === taintId(taint))),
  };
}

/** Of that what is not so already: what controllers and others set meanwhile stays. */
function missing(node: unknown, params: ActionParams): TaintChange {
  const { added, removed } = meant(params);
  const now = taintsOf(node);
  return {
    added: added.filter(taint => !now.some(other => deepEqual(other, taint))),
    removed: removed.filter(taint => now.some(other => taintId(other) === taintId(taint))),
  };
}

function effects({ added, removed }: TaintChange): Message[] {
  const told = (key: string, taints: readonly Taint[]): Message[] =>
    taints.length === 0 ? [] : [{ key, values: { taints: taints.map(taintText).join(', ') } }];
  const of = (effect: string) => added.filter(taint => taint.effect === effect);
  return [
    ...told('effect.taintEvicts', of('NoExecute')),
    ...told('effect.taintKeepsAway', of('NoSchedule')),
    ...told('effect.taintPrefers', of('PreferNoSchedule')),
    ...told('effect.taintsGo', removed),
  ];
}

/** Taints of a node are added and taken away; those that nobody spoke of stay as they are. */
export const TAINT_NODE: ActionRecord<'node.taints'> = {
  kind: 'node.taints',
  isOffered: false,
  key: null,
  form: 'taints',
  tone: 'plain',
  guard: null,
  appliesTo: resource => groupResource(resource) === 'nodes',
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, node, { context }) => {
    const change = missing(node, params);
    const { added, removed } = change;
    const replaced = new Set([...added, ...removed].map(taintId));
    const now = getPath(node, 'spec', 'taints');
    const stay = asArray(now).filter(
      taint => !replaced.has(`${asString(getPath(taint, 'key'))}:${asString(getPath(taint, 'effect'))}`),
    );
    const guards: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: target.uid },
      now === undefined ? unchangedSince(node) : { op: 'test', path: PATH, value: now },
    ];
    return {
      request: jsonPatchRequest(target, [...guards, { op: 'add', path: PATH, value: [...stay, ...added] }]),
      right: patchRight(target),
      effects: effects(change),
      kubectl: kubectlLine(target, context, [
        ...['taint', 'nodes', target.name, '--overwrite'],
        ...added.map(taintText),
        ...removed.map(taint => `${taintId(taint)}-`),
      ]),
      confirmation: { type: 'answered' },
      isDone: added.length === 0 && removed.length === 0,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, node) => {
    const { added, removed } = missing(node, params);
    return node.metadata.uid === target.uid && added.length === 0 && removed.length === 0;
  },
  follows: null,
  inverse: restoreByEdit,
};
