import { asString } from '@lanthorn/base/json.ts';
import { defaultContainer } from '@lanthorn/kube/objects/default-container.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex, findKindOf } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { isWork, type PodContainer, readContainers } from '../../objects/pod-containers.ts';
import type { OncePods } from './once-pods.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';

const HASH = columnIndex(POD_VIEW, 'templateHash');

export interface TemplateContainer extends PodContainer {
  /** It is the one that is meant where none of its pod is named. */
  readonly isMain: boolean;
}

/** Of the pods that are made of one template: the containers of one of them, which all have, or how it is asked for them. */
type Template =
  | { readonly containers: readonly TemplateContainer[] }
  | { readonly askedOf: string; readonly stop: () => void };

interface TemplateContext {
  readonly place: { readonly cluster: string; readonly namespace: string };
  readonly pods: OncePods;
  /** Why the containers of a template are not known for now, by its key; null where nothing is in the way. */
  readonly say: (key: string, why: QueryState | null) => void;
  readonly onChange: () => void;
}

/** Which containers the pods of a namespace have, of each template told by one of them. */
export class TemplateContainers {
  readonly #context: TemplateContext;
  readonly #templates = new Map<string, Template>();

  constructor(context: TemplateContext) {
    this.#context = context;
  }

  /** Of each template one pod that is there is asked for its containers; those of which there are no pods are forgotten. */
  setRows(rows: readonly WireRow[]): void {
    const [uids, templates] = [new Set(rows.map(({ uid }) => uid)), new Set(rows.map(templateOf))];
    for (const [key, template] of this.#templates)
      if (!templates.has(key) || ('askedOf' in template && !uids.has(template.askedOf))) this.#forget(key);
    for (const row of rows) if (!this.#templates.has(templateOf(row))) this.#read(row);
  }

  /** All containers that a pod was made with; none until they are known. */
  of(row: WireRow): readonly TemplateContainer[] {
    const template = this.#templates.get(templateOf(row));
    return template !== undefined && 'containers' in template ? template.containers : [];
  }

  get isLoading(): boolean {
    return [...this.#templates.values()].some(template => 'askedOf' in template);
  }

  close(): void {
    for (const key of this.#templates.keys()) this.#forget(key);
  }

  #read(row: WireRow): void {
    const template = templateOf(row);
    const { pods, say, onChange } = this.#context;
    const { cluster, namespace } = this.#context.place;
    const query = { kind: 'object', cluster, namespace, name: row.name, resource: POD_VIEW.resource } as const;
    const stop = pods.read(query, answer => {
      say(template, 'why' in answer ? answer.why : null);
      // One that is gone leaves the list as well, and another is asked in its place.
      if ('pod' in answer && answer.pod !== null)
        this.#templates.set(template, { containers: containersOf(answer.pod, mainOf(answer.pod)) });
      onChange();
    });
    this.#templates.set(template, { askedOf: row.uid, stop });
  }

  #forget(key: string): void {
    const template = this.#templates.get(key);
    if (template !== undefined && 'stop' in template) template.stop();
    this.#templates.delete(key);
    this.#context.say(key, null);
  }
}

/** Debug containers are of one pod, not of its template. */
export function containersOf(pod: unknown, main: string | undefined): readonly TemplateContainer[] {
  return readContainers(pod)
    .filter(({ type }) => type !== 'ephemeralContainer')
    .map(({ name, type }) => ({ name, type, isMain: name === main }));
}

/** What is read as all of a pod: what does its work, and what is shown where none is named. */
export function isOfAll({ type, isMain }: Pick<TemplateContainer, 'type' | 'isMain'>): boolean {
  return isMain || isWork({ type });
}

function mainOf(pod: unknown): string | undefined {
  const names = readContainers(pod).map(({ name }) => name);
  return defaultContainer(pod, names);
}

/** Pods are alike that their controller marked as alike, and those that it makes of what never changes; others may be alike in nothing. */
export function templateOf({ uid, owner, ownerUid, cells }: WireRow): string {
  const hash = asString(cells[HASH]);
  const areAlike = hash !== '' || (owner !== undefined && findKindOf(owner)?.hasFixedTemplate === true);
  return ownerUid !== '' && areAlike ? `${ownerUid} ${hash}` : uid;
}
