import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery, Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Frame } from '../../connection/connection.ts';
import { listAnswer } from '../../lists/list-answer.ts';
import { applyFrame, EMPTY_LIST, type ListSnapshot } from '../../lists/list-store.ts';
import { MAX_BETWEEN, podsOwnedBy, resourceBetween, wayToPods, WITH_PODS_FIRST } from '../../objects/own-pods.ts';
import { runOf, runOfRow, shownContainer } from '../../objects/pod-containers.ts';
import type { OncePods } from './once-pods.ts';
import { isUnreadable, watchPatiently, type Watching } from './patient-watch.ts';
import type { LogPlace } from './source-names.ts';
import { containersOf, isOfAll, type TemplateContainer, TemplateContainers } from './template-containers.ts';

/** An object whose logs are read beside those of others. */
export interface LogRow {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** What it is listed as. */
  readonly resource: GroupVersionResource;
}

export interface SelectedContainer extends LogPlace {
  readonly run: string;
  /** It is the one that is meant where none of its pod is named. */
  readonly isMain: boolean;
}

/** It is not there, it has no words for which pods are its, or nobody tells. */
export type WhyUnread = 'gone' | 'unsayable' | QueryState;

/** So many of all, in one object: the newest of what is a CronJob's, else the oldest, behind which those stand that come. */
export interface ReadPart {
  readonly of: 'pods' | 'runs' | 'runPods';
  readonly read: number;
  readonly all: number;
}

export interface SelectionContext extends Watching {
  /** Reads pods for all of a selection. */
  readonly pods: OncePods;
  readonly onChange: () => void;
}

/**
 * Rows that are read at once in all selections that are seen: a pod is one subscription of a tab's 64, others are two, and for each
 * selection there are those of the pods that are read once.
 */
export const MAX_SELECTED = { pods: 40, others: 18 } as const;
/** Pods of one object: more streams a tab does not have. */
const MAX_PODS = 50;
const NEWEST_FIRST = [{ column: 'age', descending: false }];
/** Those that come while it is read stand behind those that are read. */
const OLDEST_FIRST = [{ column: 'age', descending: true }];

/** One of the object itself. */
interface OwnContainer extends TemplateContainer {
  readonly run: string;
}

/** The containers of one object: its own, or those of the pods that it has now. */
export class RowContainers {
  readonly row: LogRow;
  readonly #context: SelectionContext;
  readonly #open = new Map<string, { close(): void }>();
  #own: readonly OwnContainer[] = [];
  #pods: ListSnapshot | null = null;
  readonly #templates: TemplateContainers;
  /** What is asked about pods now. */
  #asked = '';
  /** Of a CronJob. */
  #runs = { read: 0, all: 0 };
  /** By what was told: each is taken back by the same. */
  readonly #whys = new Map<string, WhyUnread>();
  #isTold = false;

  constructor(row: LogRow, context: SelectionContext) {
    this.row = row;
    this.#context = context;
    const { pods, onChange } = context;
    this.#templates = new TemplateContainers({ place: row, pods, onChange, say: (key, why) => this.#say(key, why) });
  }

  begin(logs: ObjectView['logs'] = 'own'): void {
    const byLogs: Readonly<Record<typeof logs, () => void>> = {
      own: () => this.#watchObject(pod => this.#takeOwn(pod)),
      pods: () => this.#watchPods({ ownerUid: this.row.uid }),
      runs: () => this.#watchRuns(),
      selected: () => this.#watchMade(),
      routed: () => this.#watchObject(object => this.#watchSelected(object)),
    };
    byLogs[logs]();
  }

  get containers(): readonly SelectedContainer[] {
    const { cluster, namespace, name: pod } = this.row;
    if (this.#pods === null)
      return this.#own.map(({ name, isMain, run }) => ({ cluster, namespace, pod, container: name, run, isMain }));
    return [...this.#pods.rows.values()].flatMap(row =>
      this.#templates
        .of(row)
        .filter(isOfAll)
        .map(({ name, isMain }) => ({
          ...{ cluster, namespace, pod: row.name, container: name },
          ...{ run: runOfRow(row), isMain },
        })),
    );
  }

  get why(): WhyUnread | null {
    return [...this.#whys.values()][0] ?? null;
  }

  /** Of what some are read only, and of how many. */
  get parts(): readonly ReadPart[] {
    const { rows, matched } = this.#pods ?? EMPTY_LIST;
    const [pods, runs] = [{ read: rows.size, all: matched ?? 0 }, this.#runs];
    const parts = [
      { of: 'runs' as const, read: runs.read, all: runs.all },
      { of: runs.all === 0 ? ('pods' as const) : ('runPods' as const), ...pods },
    ];
    return parts.filter(({ read, all }) => read < all);
  }

  get isLoading(): boolean {
    return this.why === null && (!this.#isTold || this.#templates.isLoading);
  }

  close(): void {
    for (const handle of this.#open.values()) handle.close();
    this.#templates.close();
  }

  /** Watched all the time, it is known what keeps it waiting. */
  #takeOwn(pod: unknown): void {
    this.#own = containersOf(pod, shownContainer(pod))
      .filter(isOfAll)
      .map(its => ({ ...its, run: runOf(pod, its.name) }));
    this.#isTold = true;
  }

  /** All runs that are there: of one that is gone what its pods wrote stays. */
  #watchRuns(): void {
    const { namespace, uid: ownerUid } = this.row;
    const query = { ownerUid, namespaces: [namespace], sort: NEWEST_FIRST, limit: MAX_BETWEEN };
    this.#watchList('runs', { resource: JOB_VIEW.resource, ...query }, ({ rows, matched }) => {
      this.#runs = { read: rows.size, all: matched ?? 0 };
      if (rows.size > 0) this.#watchOwned(JOB_VIEW.resource.resource, rows.values(), NEWEST_FIRST);
    });
  }

  /** Those that it made, whatever others have their labels. */
  #watchMade(): void {
    const { namespace, uid: ownerUid, resource } = this.row;
    const way = wayToPods(resource);
    if (way === 'selects') return this.#watchObject(object => this.#watchSelected(object));
    if (way === 'owns') {
      this.#watchObject(() => {});
      return this.#watchPods({ ownerUid });
    }
    const query = { ownerUid, namespaces: [namespace], sort: [...WITH_PODS_FIRST], limit: MAX_BETWEEN };
    return this.#watchList('object', { resource: resourceBetween(way.through), ...query }, sets =>
      this.#takeSets(way.through, sets),
    );
  }

  #takeSets(through: string, { rows, state }: ListSnapshot): void {
    // Who may not read what stands between reads those that are selected.
    if (state.kind === 'forbidden') {
      this.#isTold = false;
      return this.#watchObject(object => this.#watchSelected(object));
    }
    // It has one as long as it is there; what is gone has its last words.
    if (rows.size === 0) return this.#say('gone', this.#asked === '' ? null : 'gone');
    this.#say('gone', null);
    return this.#watchOwned(through, rows.values(), OLDEST_FIRST);
  }

  /** The pods of what stands between, once for each set of it. */
  #watchOwned(through: string, between: Iterable<WireRow>, sort: ListQuery['sort']): void {
    const which = podsOwnedBy(through, between);
    const question = JSON.stringify(which);
    if (question === this.#asked) return;
    this.#asked = question;
    // Of its pods nothing is known yet.
    if (this.#pods === null) this.#isTold = false;
    this.#watchPods({ ...which, sort });
  }

  #watchSelected(object: unknown): void {
    const filter = labelFilter(object);
    this.#say('selector', filter === null ? 'unsayable' : null);
    if (filter === null || filter === this.#asked) return;
    this.#asked = filter;
    this.#watchPods({ filter });
  }

  #watchPods(which: Pick<ListQuery, 'ownerUid' | 'related'> & Partial<Pick<ListQuery, 'filter' | 'sort'>>): void {
    const query = { namespaces: [this.row.namespace], sort: OLDEST_FIRST, limit: MAX_PODS };
    this.#watchList('pods', { resource: POD_VIEW.resource, ...query, ...which }, pods => this.#takePods(pods));
  }

  #takePods(pods: ListSnapshot): void {
    this.#pods = pods;
    this.#templates.setRows([...pods.rows.values()]);
  }

  #watchObject(take: (object: unknown) => void): void {
    const { cluster, namespace, name } = this.row;
    const { group, version, resource } = this.row.resource;
    const query = { kind: 'object', cluster, namespace, name, resource: { group, version, resource } } as const;
    this.#watch('object', query, frame => {
      if (frame.type !== 'object') return;
      if (frame.state !== undefined) this.#say('object', isUnreadable(frame.state) ? frame.state : null);
      if (frame.object === undefined) return;
      this.#say('gone', frame.object === null ? 'gone' : null);
      // What is gone has its last words.
      if (frame.object !== null) take(frame.object);
    });
  }

  #watchList(
    key: string,
    query: Pick<ListQuery, 'resource' | 'namespaces' | 'sort' | 'limit'> & Partial<ListQuery>,
    take: (list: ListSnapshot) => void,
  ): void {
    let list = EMPTY_LIST;
    const whole = { kind: 'list', cluster: this.row.cluster, filter: '', offset: 0, hold: false, ...query } as const;
    this.#watch(key, whole, frame => {
      if (frame.type !== 'list') return;
      list = applyFrame(list, frame);
      this.#say(key, isUnreadable(list.state) ? list.state : null);
      if (listAnswer(list).kind === 'loading') return;
      this.#isTold = true;
      take(list);
    });
  }

  /** Asked for anew under the same key, it takes the place of what was asked before. */
  #watch(key: string, query: Subscription, take: (frame: Frame) => void): void {
    this.#open.get(key)?.close();
    const handle = watchPatiently(this.#context, query, frame => {
      take(frame);
      this.#context.onChange();
    });
    this.#open.set(key, handle);
  }

  #say(key: string, why: WhyUnread | null): void {
    if (why === null) this.#whys.delete(key);
    else this.#whys.set(key, why);
  }
}
