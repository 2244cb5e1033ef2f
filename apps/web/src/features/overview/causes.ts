import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { type Cell, isStatus, type RunCell, type Tone } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';

/** An object that is not well. */
export interface Problem {
  readonly view: KindView;
  readonly row: WireRow;
}

/** Problems that are one: what is behind them, the objects it shows in, and since when. */
export interface Cause {
  readonly key: string;
  /** What is behind it: the highest object that is not well, or what controls all of them. */
  readonly view: KindView;
  readonly namespace: string;
  readonly name: string;
  readonly tone: Tone;
  readonly status: string;
  /** Why, in the cluster's words; ''. */
  readonly why: string;
  /** How much of a workload is ready, as `0/1`; ''. */
  readonly ready: string;
  /** The run of a CronJob that failed last; ''. */
  readonly failedRun: string;
  /** Milliseconds; null where nothing says so. */
  readonly since: number | null;
  /** How many objects of which kind are not well for it, the most first. */
  readonly objects: readonly { readonly view: KindView; readonly count: number }[];
  /** The newest pod that shows it, whose log may say more; null where there is none. */
  readonly pod: WireRow | null;
}

const SEVERITY: readonly Tone[] = ['bad', 'warning', 'active', 'ok', 'muted'];

/**
 * One line for each cause: pods that fail for the same reason under the same object are one, with the object; runs that fail are their
 * CronJob's; what is not ready on a node that is not is the node's. The worst first, then the newest. Each problem counts once.
 */
export function joinCauses(problems: readonly Problem[]): readonly Cause[] {
  const world = new World(problems);
  const groups = new Map<string, Problem[]>();
  for (const problem of world.problems) {
    const key = world.groupOf(problem);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups]
    .map(([key, group]) => world.causeOf(key, group))
    .toSorted((a, b) => SEVERITY.indexOf(a.tone) - SEVERITY.indexOf(b.tone) || (b.since ?? 0) - (a.since ?? 0));
}

/**
 * What stands between a pod and its cause, and is not in these lists: ReplicaSets, and Jobs that have not failed yet. Their controllers name
 * them after themselves: a hash follows, or a minute. The controller is taken for the owner only where it is not well, too.
 */
const NAMED_AFTER: Readonly<Record<string, { readonly kind: string; readonly name: RegExp }>> = {
  ReplicaSet: { kind: 'Deployment', name: /^(.+)-[a-z0-9]+$/ },
  Job: { kind: 'CronJob', name: /^(.+)-\d+$/ },
};

class World {
  readonly problems: readonly Problem[];
  readonly #byUid: ReadonlyMap<string, Problem>;
  /** Of a workload or node, by kind, namespace and name: rows name these by their words alone. */
  readonly #byName: ReadonlyMap<string, Problem>;
  readonly #roots: ReadonlyMap<Problem, Problem>;
  /** The reason of a root's newest leaf: the root stands with it, so that most of them are one line. */
  readonly #reasons: ReadonlyMap<Problem, string>;

  constructor(problems: readonly Problem[]) {
    // One object may be in two lists.
    this.#byUid = new Map(problems.map(problem => [problem.row.uid, problem]));
    this.problems = [...this.#byUid.values()];
    this.#byName = new Map(this.problems.map(problem => [nameKey(problem.view.kind, problem.row), problem]));
    this.#roots = new Map(this.problems.map(problem => [problem, this.#findRoot(problem)]));
    const leaves = this.problems.filter(isLeaf).toSorted((a, b) => (sinceOf(a) ?? 0) - (sinceOf(b) ?? 0));
    this.#reasons = new Map(leaves.map(leaf => [this.rootOf(leaf), reasonOf(leaf)]));
  }

  /** The highest object that is not well and has to do with it. */
  rootOf(problem: Problem): Problem {
    return this.#roots.get(problem) ?? problem;
  }

  groupOf(problem: Problem): string {
    const root = this.rootOf(problem);
    const reason = isLeaf(problem) ? reasonOf(problem) : this.#reasons.get(root);
    // Those of one owner belong together, also where it is well itself.
    return `${root.row.ownerUid || root.row.uid} ${reason ?? ''}`;
  }

  /** Owners form no circle; a node has no owner. */
  #findRoot(problem: Problem): Problem {
    const above = this.#ownerOf(problem) ?? this.#nodeOf(problem);
    return above === undefined ? problem : this.#findRoot(above);
  }

  #ownerOf({ row, view }: Problem): Problem | undefined {
    const owner = this.#byUid.get(row.ownerUid);
    if (owner !== undefined) return owner;
    const [kind = '', name = ''] = cellText(row, view, 'owner').split('/');
    const above = Object.hasOwn(NAMED_AFTER, kind) ? NAMED_AFTER[kind] : undefined;
    const found = above === undefined ? null : above.name.exec(name);
    return above === undefined || found === null
      ? undefined
      : this.#byName.get(nameKey(above.kind, { ...row, name: found[1] ?? '' }));
  }

  /** A pod is not ready since its node is not; one that ended by itself has a reason of its own. */
  #nodeOf({ row, view }: Problem): Problem | undefined {
    if (toneOf(row, view) === 'bad') return undefined;
    const node = cellText(row, view, 'node');
    const found = node === '' ? undefined : this.#byName.get(nameKey('Node', { namespace: '', name: node }));
    return found !== undefined && toneOf(found.row, found.view) === 'bad' ? found : undefined;
  }

  /** Several that are controlled by one are called by it, where it can be looked at. */
  #nameOf({ row, view }: Problem, group: readonly Problem[]): Pick<Cause, 'view' | 'namespace' | 'name'> {
    const roots = new Set(group.map(problem => this.rootOf(problem)));
    const [kind, name = ''] = cellText(row, view, 'owner').split('/');
    const owner = roots.size > 1 ? KIND_VIEWS.find(known => known.kind === kind) : undefined;
    return owner === undefined
      ? { view, namespace: row.namespace, name: row.name }
      : { view: owner, namespace: row.namespace, name };
  }

  causeOf(key: string, group: readonly Problem[]): Cause {
    const [first] = group;
    if (first === undefined) throw new Error('a group has a problem');
    const root = this.rootOf(first);
    const leaves = group.filter(problem => problem !== root && isLeaf(problem));
    const [newest = first] = (leaves.length > 0 ? leaves : group).toSorted(
      (a, b) => (sinceOf(b) ?? 0) - (sinceOf(a) ?? 0),
    );
    const told = [...leaves, root].find(problem => whyOf(problem) !== '');
    const counts = new Map<KindView, number>();
    for (const { view } of group) counts.set(view, (counts.get(view) ?? 0) + 1);
    const shown = leaves.length > 0 && root.view.namespaced ? newest : root;
    return {
      key,
      ...this.#nameOf(root, group),
      tone: SEVERITY.find(tone => group.some(({ row, view }) => toneOf(row, view) === tone)) ?? 'muted',
      status: statusOf(shown.row, shown.view)?.status ?? '',
      why: told === undefined ? '' : whyOf(told),
      ready: cellText(root.row, root.view, 'ready'),
      failedRun: failedRunOf(root),
      since: sinceOf(root) ?? sinceOf(newest),
      objects: [...counts].map(([view, count]) => ({ view, count })).toSorted((a, b) => b.count - a.count),
      pod: leaves.length > 0 ? newest.row : isLeaf(root) ? root.row : null,
    };
  }
}

/** What has a place on a node has nothing below it. */
function isLeaf({ view }: Problem): boolean {
  return columnIndex(view, 'node') >= 0;
}

function nameKey(kind: string, { namespace, name }: Pick<WireRow, 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

function cellOf(row: WireRow, view: KindView, id: string): Cell {
  return (row.cells[columnIndex(view, id)] ?? null) as Cell;
}

function cellText(row: WireRow, view: KindView, id: string): string {
  return asString(cellOf(row, view, id));
}

function statusOf(row: WireRow, view: KindView) {
  const cell = (row.cells[view.columns.findIndex(column => column.type === 'status')] ?? null) as Cell;
  return cell !== null && typeof cell === 'object' && isStatus(cell) ? cell : null;
}

function toneOf(row: WireRow, view: KindView): Tone {
  return statusOf(row, view)?.tone ?? 'muted';
}

function reasonOf({ row, view }: Problem): string {
  return statusOf(row, view)?.status ?? '';
}

function whyOf({ row, view }: Problem): string {
  return cellText(row, view, 'why');
}

function failedRunOf({ row, view }: Problem): string {
  const runs = cellOf(row, view, 'runs');
  const last = Array.isArray(runs)
    ? (runs as readonly RunCell[]).findLast(({ result }) => result === 'failed')
    : undefined;
  return last?.name ?? '';
}

function sinceOf({ row, view }: Problem): number | null {
  return asNumber(cellOf(row, view, 'since')) ?? null;
}
