import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { type Cell, isStatus, type StatusCell } from '@lanthorn/views/cells/cell.ts';
import type { Relations } from '@lanthorn/views/cells/find-references.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import type { Meaning, Reference } from '@lanthorn/views/cells/reference.ts';

/** An object as a list tells of it, with what it refers to. */
export interface MapObject {
  readonly view: Pick<ObjectView, 'resource' | 'kind' | 'columns'>;
  readonly row: WireRow;
}

export type Trouble = 'bad' | 'warning';

/** A thing on the map: an object, several that are alike, or one that is only named. */
export interface MapNode {
  readonly id: string;
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly icon: string;
  readonly namespace: string;
  /** Of several the name of the first. */
  readonly name: string;
  /** Null where its kind has none, and of what is only named. */
  readonly status: StatusCell | null;
  /** How many it stands for. */
  readonly count: number;
  /** It is not well, or something that it made is not. */
  readonly trouble: Trouble | null;
  /** Others name it; it was not read. */
  readonly isNamedOnly: boolean;
}

/** From what begins to what follows: an Ingress to its Service, a Deployment to its ReplicaSets, a pod to its node. */
export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly meaning: Meaning;
  /** What is at its end and comes along it. */
  readonly trouble: Trouble | null;
}

export interface MapGraph {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** Objects that hang together with nothing, and are not drawn. */
  readonly alone: number;
}

/** Where more would be drawn, what is alike is drawn as one, whoever made it. */
export const MAX_NODES = 200;

/** Kinds that are drawn where an object names one, although they are not read: of the cluster, or with values that nobody may see by the way. */
const NAMED_KINDS: ReadonlySet<string> = new Set(['nodes', 'persistentvolumes', 'secrets']);
/** Said the other way round: what they name comes first. */
const REVERSED: ReadonlySet<Meaning> = new Set<Meaning>(['owner', 'routesFor', 'usedFor']);
/** A pod needs it because whatever made it says so: one line from there is enough. */
const OF_TEMPLATE: ReadonlySet<Meaning> = new Set<Meaning>([
  'mounts',
  'environment',
  'account',
  'pullSecret',
  'claims',
]);
/** All pods have it, so it tells nothing. */
const OF_ALL = new Set(['serviceaccounts/default', 'configmaps/kube-root-ca.crt']);

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly meaning: Meaning;
}

export interface MapOptions {
  /** Where pods run: of a whole namespace every node is there, with lines across everything. */
  readonly hasNodes?: boolean;
  /** The object in the middle: all that it names is drawn, and of the others what made them. */
  readonly around?: string;
  readonly most?: number;
}

/** How objects hang together. Lines that say the same as others are left out, and what is alike is one. */
export function mapGraph(
  objects: readonly MapObject[],
  { hasNodes = true, around = '', most = MAX_NODES }: MapOptions = {},
): MapGraph {
  const nodes = new Map(objects.map(object => [idOf(object), nodeOf(object)]));
  const edges = edgesOf(objects, nodes, around).filter(({ meaning }) => hasNodes || meaning !== 'runsOn');
  const named = new Set(edges.flatMap(({ from, to }) => [from, to]));
  for (const { id, isNamedOnly } of [...nodes.values()]) if (isNamedOnly && !named.has(id)) nodes.delete(id);
  const { nodes: few, edges: its } = joinedParts({ nodes, edges }, most);
  const linked = new Set(its.flatMap(({ from, to }) => [from, to]));
  const troubles = troublesOf(few, its);
  const drawn = [...few.values()].filter(({ id, resource }) => linked.has(id) || !isDullAlone(resource));
  return {
    nodes: drawn.map(node => ({ ...node, trouble: troubles.get(node.id) ?? null })),
    edges: its.map(edge => ({ ...edge, trouble: troubleAlong(edge, few.get(edge.to), troubles) })),
    alone: few.size - drawn.length,
  };
}

/** First pods of one maker in one state, then finished runs of one CronJob with their pods, and where that is still too much all that is alike. */
function joinedParts(parts: Parts, most: number): Parts {
  const leaves = joinAlike(parts, alikeHere(parts));
  const made = joinAlike(leaves, alikeMade(leaves));
  const joined = joinAlike(made, alikeHere(made));
  return joined.nodes.size > most ? joinAlike(joined, alikeAnywhere) : joined;
}

const isDullAlone = (resource: string) =>
  ['configmaps', 'serviceaccounts', 'persistentvolumeclaims'].includes(resource);

/** What an object hangs together with: all that leads to it, and all that follows from it. */
export function aroundObject({ nodes, edges, alone }: MapGraph, id: string): MapGraph {
  const kept = new Set([...reached(edges, id, 'from'), ...reached(edges, id, 'to')]);
  return {
    nodes: nodes.filter(node => kept.has(node.id)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    alone,
  };
}

function reached(edges: readonly MapEdge[], start: string, along: 'from' | 'to'): ReadonlySet<string> {
  const back = along === 'to' ? 'from' : 'to';
  const found = new Set([start]);
  for (const id of found) for (const edge of edges) if (edge[back] === id) found.add(edge[along]);
  return found;
}

export function mapId({
  group,
  resource,
  namespace,
  name,
}: Pick<Reference, 'group' | 'resource' | 'namespace' | 'name'>): string {
  return `${groupResource({ group, resource })}/${namespace}/${name}`;
}

function idOf({ view, row }: MapObject): string {
  return mapId({ ...view.resource, namespace: row.namespace, name: row.name });
}

function nodeOf(object: MapObject): MapNode {
  const { view, row } = object;
  const cell = row.cells[view.columns.findIndex(({ type }) => type === 'status')] as Cell | undefined;
  const { group, resource } = view.resource;
  const kind = view.kind ?? resource;
  const icon = findKindEntry({ group, resource })?.icon ?? '';
  const { namespace, name } = row;
  const status = typeof cell === 'object' && cell !== null && isStatus(cell) ? cell : null;
  const plain = { count: 1, trouble: null, isNamedOnly: false };
  return { id: idOf(object), group, resource, kind, icon, namespace, name, status, ...plain };
}

function namedNode({ group, resource, namespace, name }: Reference): MapNode {
  const entry = findKindEntry({ group, resource });
  const plain = { status: null, count: 1, trouble: null, isNamedOnly: true };
  const id = mapId({ group, resource, namespace, name });
  return { id, group, resource, kind: entry?.kind ?? resource, icon: entry?.icon ?? '', namespace, name, ...plain };
}

/** Adds what is only named to the nodes. */
function edgesOf(objects: readonly MapObject[], nodes: Map<string, MapNode>, around: string): readonly Edge[] {
  const rootOf = rootsOf(objects, nodes);
  const edges = new Map<string, Edge>();
  for (const { from, to, meaning } of objects.flatMap(object => [
    ...namingEdges(object, { nodes, rootOf, around }),
    ...selectingEdges(object, objects, rootOf),
  ]))
    if (from !== to) edges.set(`${from} ${to}`, edges.get(`${from} ${to}`) ?? { from, to, meaning });
  return [...edges.values()];
}

/** What made an object, and that, up to what nobody made. */
function rootsOf(objects: readonly MapObject[], nodes: ReadonlyMap<string, MapNode>): (id: string) => string {
  const makers = new Map<string, string>();
  for (const object of objects)
    for (const reference of relationsOf(object).references)
      if (reference.meaning === 'owner' && nodes.has(mapId(reference))) makers.set(idOf(object), mapId(reference));
  return id => {
    const seen = new Set([id]);
    for (const at of seen) {
      const maker = makers.get(at);
      if (maker === undefined || seen.has(maker)) return at;
      seen.add(maker);
    }
    return id;
  };
}

interface Naming {
  readonly nodes: Map<string, MapNode>;
  readonly rootOf: (id: string) => string;
  readonly around: string;
}

function namingEdges(object: MapObject, { nodes, rootOf, around }: Naming): readonly Edge[] {
  const id = idOf(object);
  const isDrawn = ({ meaning, group, resource }: Reference) => {
    if (id === around || meaning === 'owner') return around !== '';
    return group === '' && NAMED_KINDS.has(resource);
  };
  return relationsOf(object).references.flatMap((reference): readonly Edge[] => {
    const { meaning, resource, name } = reference;
    const other = mapId(reference);
    if (OF_ALL.has(`${resource}/${name}`)) return [];
    if (!nodes.has(other)) {
      if (!isDrawn(reference)) return [];
      nodes.set(other, namedNode(reference));
    }
    if (REVERSED.has(meaning)) return [{ from: other, to: id, meaning }];
    return [{ from: OF_TEMPLATE.has(meaning) ? rootOf(id) : id, to: other, meaning }];
  });
}

/** What a workload selects it made: that line is there already. */
function selectingEdges(
  object: MapObject,
  objects: readonly MapObject[],
  rootOf: (id: string) => string,
): readonly Edge[] {
  return relationsOf(object).selections.flatMap(({ meaning, selector, resource, namespace }): readonly Edge[] => {
    if (meaning === 'selects') return [];
    const wanted = readLabelSelector(selector);
    const found = objects.filter(
      ({ view, row }) =>
        view.resource.resource === resource && row.namespace === namespace && matchesLabels(wanted, row.labels ?? {}),
    );
    return found.map(one => ({ from: idOf(object), to: rootOf(idOf(one)), meaning }));
  });
}

const NOTHING: Relations = { references: [], selections: [] };

/** As our own server told them. */
function relationsOf({ row }: MapObject): Relations {
  return (row.relations as Relations | undefined) ?? NOTHING;
}

interface Parts {
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly edges: readonly Edge[];
}

/** Pods of one maker that are in the same state, and the same of what has made nothing. */
function alikeHere({ edges }: Parts): (node: MapNode) => string | null {
  const made = edges.filter(({ meaning }) => meaning === 'owner');
  const makers = new Map(made.map(({ from, to }) => [to, from]));
  const making = new Set(made.map(({ from }) => from));
  return ({ id, resource, status }) => {
    const maker = makers.get(id);
    return maker === undefined || making.has(id) ? null : `${maker} ${resource} ${status?.status ?? ''}`;
  };
}

/** With so many of one maker in the same state nobody looks at each. */
const MANY_ALIKE = 4;

/** Those of which one maker has many in the same state, with all that they made. */
function alikeMade({ nodes, edges }: Parts): (node: MapNode) => string | null {
  const makers = new Map(edges.filter(({ meaning }) => meaning === 'owner').map(({ from, to }) => [to, from]));
  const keyOf = ({ id, resource, status }: MapNode) => {
    const maker = makers.get(id);
    return maker === undefined ? null : `${maker} ${resource} ${status?.status ?? ''}`;
  };
  const counts = new Map<string, number>();
  for (const node of nodes.values()) {
    const key = keyOf(node);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return node => {
    const key = keyOf(node);
    return key !== null && (counts.get(key) ?? 0) >= MANY_ALIKE ? key : null;
  };
}

/** All of a kind in a namespace that are in the same state. */
function alikeAnywhere({ group, resource, namespace, status }: MapNode): string {
  return `${group} ${resource} ${namespace} ${status?.status ?? ''}`;
}

function joinAlike(parts: Parts, keyOf: (node: MapNode) => string | null): Parts {
  const groups = new Map<string, MapNode[]>();
  for (const node of parts.nodes.values()) {
    const alike = keyOf(node) ?? node.id;
    const members = groups.get(alike);
    if (members === undefined) groups.set(alike, [node]);
    else members.push(node);
  }
  const into = new Map<string, string>();
  const nodes = new Map<string, MapNode>();
  for (const members of groups.values()) {
    const [first] = members;
    if (first === undefined) continue;
    const count = members.reduce((sum, { count: its }) => sum + its, 0);
    nodes.set(first.id, { ...first, count });
    for (const { id } of members) into.set(id, first.id);
  }
  const edges = new Map<string, Edge>();
  for (const { from, to, meaning } of parts.edges) {
    const edge = { from: into.get(from) ?? from, to: into.get(to) ?? to, meaning };
    if (edge.from !== edge.to) edges.set(`${edge.from} ${edge.to}`, edge);
  }
  return { nodes, edges: [...edges.values()] };
}

/** From what made it up to its makers, and from what is not well itself to all that need it: a node that died, a claim that is bound to nothing. */
function troubleAlong(
  { meaning, to }: Edge,
  end: MapNode | undefined,
  troubles: ReadonlyMap<string, Trouble>,
): Trouble | null {
  if (meaning === 'owner') return troubles.get(to) ?? null;
  return ownTrouble(end);
}

function ownTrouble(node: MapNode | undefined): Trouble | null {
  const tone = node?.status?.tone;
  return tone === 'bad' || tone === 'warning' ? tone : null;
}

/** What is not well, and what made it: the worse of several. */
function troublesOf(nodes: ReadonlyMap<string, MapNode>, edges: readonly Edge[]): ReadonlyMap<string, Trouble> {
  const makers = new Map<string, string[]>();
  for (const { from, to, meaning } of edges) if (meaning === 'owner') makers.set(to, [...(makers.get(to) ?? []), from]);
  const found = new Map<string, Trouble>();
  for (const tone of ['bad', 'warning'] as const) {
    const ids = new Set([...nodes.values()].filter(node => ownTrouble(node) === tone).map(({ id }) => id));
    for (const id of ids) for (const maker of makers.get(id) ?? []) ids.add(maker);
    for (const id of ids) if (!found.has(id)) found.set(id, tone);
  }
  return found;
}
