import { asString } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery, Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Connection, Frame, SubscriptionHandle } from '../../connection/connection.ts';
import { applyFrame, EMPTY_LIST, type ListSnapshot } from '../../lists/list-store.ts';
import { readContainers, runOf, runOfRow, shownContainer } from '../../objects/pod-containers.ts';
import type { LogPlace } from './source-names.ts';

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

/** Rows that are read at once: a pod is one subscription of a tab's 64, others are up to three. */
export const MAX_SELECTED = { pods: 40, others: 15 } as const;
/** The object itself, among what is watched. */
const SELF = 'self';
/** Pods of one object: more streams a tab does not have. */
const MAX_PODS = 50;
const HASH = columnIndex(POD_VIEW, 'templateHash');
const NEWEST_FIRST = [{ column: 'age', descending: false }];

/** The containers of one object: its own, or those of the pods that it has now. */
export class RowContainers {
  readonly row: LogRow;
  readonly #connection: Pick<Connection, 'subscribe'>;
  readonly #onChange: () => void;
  readonly #open = new Map<string, SubscriptionHandle>();
  /** The pod itself, or one of those that are made of the same template, which have the same containers. */
  readonly #pods = new Map<string, unknown>();
  #list: ListSnapshot | null = null;
  #filter = '';
  #run = '';
  readonly #whys = new Map<string, WhyUnread>();
  #isTold = false;

  constructor(row: LogRow, connection: Pick<Connection, 'subscribe'>, onChange: () => void) {
    this.row = row;
    this.#connection = connection;
    this.#onChange = onChange;
  }

  begin(logs: ObjectView['logs'] = 'own'): void {
    const byLogs: Readonly<Record<typeof logs, () => void>> = {
      own: () => this.#watchObject(SELF, this.row, pod => this.#takeOwn(pod)),
      pods: () => this.#watchPods({ ownerUid: this.row.uid }),
      runs: () => this.#watchRuns(),
      selected: () => this.#watchObject(SELF, this.row, object => this.#watchSelected(object)),
      routed: () => this.#watchObject(SELF, this.row, object => this.#watchSelected(object)),
    };
    byLogs[logs]();
  }

  get containers(): readonly SelectedContainer[] {
    const { cluster, namespace } = this.row;
    if (this.#list === null) {
      const pod = this.#pods.get(SELF);
      return containersOf(pod).map(({ name, isMain }) => ({
        ...{ cluster, namespace, pod: this.row.name, container: name, run: runOf(pod, name), isMain },
      }));
    }
    return [...this.#list.rows.values()].flatMap(row =>
      containersOf(this.#pods.get(templateOf(row))).map(({ name, isMain }) => ({
        ...{ cluster, namespace, pod: row.name, container: name, run: runOfRow(row), isMain },
      })),
    );
  }

  get why(): WhyUnread | null {
    return [...this.#whys.values()][0] ?? null;
  }

  get isLoading(): boolean {
    const isAwaited = (row: WireRow) => !this.#pods.has(templateOf(row));
    return this.why === null && (!this.#isTold || [...(this.#list?.rows.values() ?? [])].some(isAwaited));
  }

  close(): void {
    for (const handle of this.#open.values()) handle.close();
    this.#open.clear();
  }

  #takeOwn(pod: unknown): void {
    this.#pods.set(SELF, pod);
    this.#isTold = true;
  }

  #watchRuns(): void {
    const { namespace, uid: ownerUid } = this.row;
    const query = { ownerUid, namespaces: [namespace], sort: NEWEST_FIRST, limit: 1 };
    this.#watchList('runs', { resource: JOB_VIEW.resource, ...query }, jobs => {
      const run = [...jobs.rows.values()][0]?.uid ?? '';
      // Without one, what the last one wrote stays.
      if (run === '' || run === this.#run) return;
      this.#run = run;
      this.#watchPods({ ownerUid: run });
    });
  }

  #watchSelected(object: unknown): void {
    const filter = labelFilter(object);
    this.#say('pods', filter === null ? 'unsayable' : null);
    if (filter === null || filter === this.#filter) return;
    this.#filter = filter;
    this.#watchPods({ filter });
  }

  #watchPods(which: Pick<ListQuery, 'ownerUid'> & { readonly filter?: string }): void {
    const query = { namespaces: [this.row.namespace], sort: [{ column: 'name', descending: false }], limit: MAX_PODS };
    this.#watchList('pods', { resource: POD_VIEW.resource, ...query, ...which }, pods => {
      this.#list = pods;
      for (const row of pods.rows.values()) this.#readTemplate(row);
    });
  }

  /** One pod of each template is read once. */
  #readTemplate({ name, ...row }: WireRow): void {
    const template = templateOf({ name, ...row });
    const key = `of ${template}`;
    if (this.#pods.has(template) || this.#open.has(key)) return;
    this.#watchObject(key, { ...this.row, name, resource: POD_VIEW.resource }, pod => {
      if (pod !== null) this.#pods.set(template, pod);
      // It may have told before it was kept open.
      queueMicrotask(() => this.#end(key));
    });
  }

  #watchObject(key: string, { cluster, namespace, name, resource }: LogRow, take: (object: unknown) => void): void {
    const { group, version, resource: plural } = resource;
    const query: Subscription = {
      ...{ kind: 'object', cluster, namespace, name },
      resource: { group, version, resource: plural },
    };
    this.#watch(key, query, frame => {
      if (frame.type !== 'object') return;
      if (frame.state !== undefined) this.#say(key, isUnreadable(frame.state) ? frame.state : null);
      if (frame.object === undefined) return;
      if (key === SELF) this.#say(key, frame.object === null ? 'gone' : null);
      // What is gone has its last words.
      if (frame.object !== null || key !== SELF) take(frame.object);
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
      if (list.matched === null) return;
      this.#isTold = true;
      take(list);
    });
  }

  /** Asked for anew under the same key, it takes the place of what was asked before. */
  #watch(key: string, query: Subscription, take: (frame: Frame) => void): void {
    this.#end(key);
    const handle = this.#connection.subscribe(query, frame => {
      take(frame);
      this.#onChange();
    });
    this.#open.set(key, handle);
  }

  #end(key: string): void {
    this.#open.get(key)?.close();
    this.#open.delete(key);
  }

  #say(key: string, why: WhyUnread | null): void {
    if (why === null) this.#whys.delete(key);
    else this.#whys.set(key, why);
  }
}

/** Those that do the pod's work, and the one that is meant where none is named. */
function containersOf(pod: unknown): { readonly name: string; readonly isMain: boolean }[] {
  const main = shownContainer(pod);
  return readContainers(pod)
    .filter(({ name, type }) => type === 'container' || name === main)
    .map(({ name }) => ({ name, isMain: name === main }));
}

/** Pods that nobody owns are alike in nothing. */
function templateOf({ uid, ownerUid, cells }: WireRow): string {
  return ownerUid === '' ? uid : `${ownerUid} ${asString(cells[HASH])}`;
}

/** Nothing can be read of it, now or for as long as it is so. */
function isUnreadable(state: QueryState): boolean {
  return state.kind === 'forbidden' || (state.kind === 'stale' && state.isEmpty);
}
