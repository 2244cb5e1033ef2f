import type { Category } from './category.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Trouble } from './trouble.ts';
import type { Cell, MeterRow } from './cell.ts';
import type { PackAction, PackKind } from './pack-kind.ts';
import type { ReferenceRule } from './reference.ts';

/** A column as the definition of a custom kind has it (`additionalPrinterColumns`), or as the server's Table has it where nobody may read that. */
export interface PrintedColumn {
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean` or `date`. */
  readonly type: string;
  /** Empty where the Table has it. */
  readonly path: string;
  /** Which cell of a row of the Table it is. */
  readonly cell?: number | undefined;
  /** kubectl shows it with `-o wide` alone. */
  readonly isWide: boolean;
}

/** A kind that has no record: what the cluster says of it. */
export interface CustomKind {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly columns: readonly PrintedColumn[];
  /** What a pack says of it. */
  readonly pack?: PackKind | undefined;
  /** What its objects name is guessed, for who asks which of them name a certain one. */
  readonly isGuessed?: true | undefined;
}

/** A resource that is to be listed; without a record it says itself how. */
export interface ListedResource extends GroupVersionResource {
  readonly custom?: CustomKind | undefined;
}

/** What a column holds: it decides order, alignment and format. */
export type ColumnType =
  | 'text'
  | 'number'
  | 'quantity'
  | 'time'
  | 'duration'
  | 'status'
  | 'boolean'
  | 'schedule'
  | 'runs'
  | 'owner';

export interface ColumnView {
  /** Unique in its view; `column.<id>` is its title in the catalogue, and its name in filters. */
  readonly id: string;
  readonly type: ColumnType;
  /** Starting width in pixels. */
  readonly width: number;
  /** The fact; must be total: any JSON gives a cell. */
  readonly read: (object: unknown, context: ReadContext) => Cell;
  /** The object that the fact names, where it names one. */
  readonly refersTo?: (object: unknown) => ObjectReference;
  /** The objects that it names, where they may be several. */
  readonly refersToEach?: (object: unknown) => readonly ObjectReference[];
  /** The same of a row, from its cell's text and what else it knows; a name that is empty names none. */
  readonly rowRefersTo?: (row: NamingRow, text: string) => ObjectReference;
  /** Of a quantity: what it counts. */
  readonly unit?: 'bytes' | 'cores';
  /** It is what an object lends to pods: how much of it is taken is told beside it. */
  readonly lends?: 'cpu' | 'memory';
  /** Values are few and counted (facets). */
  readonly isFacet?: boolean;
  /** The cell changes as time passes, at the time it holds. */
  readonly expires?: boolean;
  /** Of a time: something is so from then on. Before it has come it is not so for any time at all. */
  readonly isSince?: boolean;
  /** Shown only where a person chose it. */
  readonly isHidden?: boolean;
  /** What it holds is the cluster that a row is of, which is in no cell. */
  readonly isCluster?: true;
}

/** What a row knows of the objects that its cells name. */
export interface NamingRow {
  readonly namespace: string;
  readonly owner?: Pick<ObjectReference, 'apiVersion' | 'kind' | 'name'> | null;
}

/** An object as another names it; empty where the other leaves something out. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

export interface ReadContext {
  readonly now: number;
  /** What the server prints of the object, where a Table of it was asked for. */
  readonly printed?: readonly unknown[] | undefined;
}

/** What a join reads of a row it sums up. */
export interface OwnedRow {
  readonly cells: readonly Cell[];
  readonly name: string;
  readonly uid: string;
  readonly createdAt: number | null;
}

/** Rows of another kind that some cells sum up, found by controlling owner. */
export interface JoinView {
  readonly resource: GroupVersionResource;
  /** Not what it owns but the one that is called as it is, in the same namespace. */
  readonly by?: 'name';
  readonly columns: readonly string[];
  /** The cells of `columns`, in their order, from the owned rows and the cells as they are without them. */
  readonly summarise: (owned: readonly OwnedRow[], own: readonly Cell[]) => readonly Cell[];
}

/** How far a workload is on its way to its newest template. */
export interface RolloutState {
  /** What it is to become is not what it is, and nobody has to do anything for it to go on. */
  readonly isUnderway: boolean;
  /** Pods that the newest template is to have. */
  readonly wanted: number;
  /** Pods that stay at an earlier one on purpose: those below a StatefulSet's partition. */
  readonly kept: number;
  /** Pods that the newest template made, and pods in all, as the controller counts them. */
  readonly updated: number;
  readonly total: number;
  /** A pod is made anew only once somebody deletes it. */
  readonly waitsForDeletion: boolean;
}

/** Which kind the page of one object is about. */
export interface ObjectKind {
  readonly resource: ListedResource;
  /** Null until an object of it is there to say so. */
  readonly kind: string | null;
  /** Its objects are in namespaces; not said where nobody knows yet. */
  readonly namespaced?: boolean;
}

/** What the page of one object knows of its kind. */
export interface ObjectView extends ObjectKind {
  readonly columns: readonly ColumnView[];
  /** Where its objects name others. Without it they are looked for in the fields that custom kinds name them by. */
  readonly references?: readonly ReferenceRule[];
  readonly join?: JoinView;
  /** What its objects use now: read only while somebody looks at these columns, or asks by them. */
  readonly usage?: JoinView;
  /** What only this kind's page has, by name, in its order; the page knows how each looks. */
  readonly sections?: readonly string[];
  /** Numbers of an object against what they are measured by. Total. */
  readonly meters?: (object: unknown) => readonly MeterRow[];
  /** Each stands for one thing there is (a machine, a disk, a heartbeat), or is made by a controller: nobody makes another like it. */
  readonly isOneOfItsOwn?: true;
  /** A map of a namespace draws its objects. */
  readonly isOnMap?: boolean;
  /** Why an object of it is not well, the worst first; without it the conditions that it has say so. Total. */
  readonly troubles?: (object: unknown) => readonly Trouble[];
  /** What a pack offers on an object of it as it is. Total. */
  readonly offers?: (object: unknown) => readonly PackAction[];
  /** Its status is that of its life, and tells nothing of how what is in it fares. */
  readonly isContainer?: boolean;
  /** What explains a trouble that the object itself says too little of, by name; the page knows how it looks. */
  readonly explainedBy?: string;
  /** Whose logs its page shows: its own, those of its pods, those of the pods it makes and selects, those of pods it selects whoever makes them, or those of the pods of its runs. */
  readonly logs?: 'own' | 'pods' | 'selected' | 'routed' | 'runs';
  /** Its page shows the files of its containers. */
  readonly hasFiles?: true;
  /** The kind that keeps the earlier states of its template, by its word in an address. */
  readonly revisions?: string;
  /** How far it is on its way from one of them to the next. Total. */
  readonly rollout?: (workload: unknown) => RolloutState;
  /** Columns that are told beside its name: what people look for first. */
  readonly headline?: readonly string[];
  /** Columns that its page shows better than as a fact. */
  readonly hiddenFacts?: readonly string[];
}

/** What a kind is called and where it stands. */
export interface KindEntry {
  readonly resource: ListedResource;
  readonly kind: string;
  readonly namespaced: boolean;
  /** What else people call it: kubectl's short names. */
  readonly names: readonly string[];
  /** Not every cluster has it: it is offered only where it is known to be there. */
  readonly isOptional?: boolean;
  /** What people do to its objects: the cluster alone writes some, and of some not all is known here. */
  readonly allows: 'change' | 'nothing';
  /** Its objects hold values that nobody is to be shown by the way: one is not read for the sake of a link. */
  readonly holdsValues?: true;
  /** What its objects own first, by its word in the index of kinds; the rest hangs on those. */
  readonly owns?: string;
  /** Its objects end after a time of grace, and own nothing. */
  readonly endsGracefully?: true;
  /** All pods of an object of it are alike: what they are made of is never changed. */
  readonly hasFixedTemplate?: true;
  /** What goes with an object of it though it owns none of that, by name; the page knows how it is told. */
  readonly holds?: 'namespaceContents' | 'nodeContents' | 'definedObjects';
  /** Lists are narrowed to its objects, and all that is in one goes with it. */
  readonly isScope?: true;
  /** Deleting one takes much with it, or what no undo brings back: its name is typed first. */
  readonly isGuarded?: true;
  /** Its drawing in the navigation, by lucide's name. */
  readonly icon: string;
  readonly category: Category;
}

/** Everything Lanthorn knows of how one kind is shown. Kinds are data. */
export interface KindView extends ObjectView, KindEntry {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly defaultSort: { readonly column: string; readonly descending: boolean };
  /** Only these of the kind, as the API server selects. */
  readonly fieldSelector?: string;
  /** The same by labels. */
  readonly labelSelector?: string;
  /**
   * There may be so many that who looks for a few of a whole cluster reads no more than their texts. Each text is cut out of the list, unparsed,
   * where the next object seems to begin (`},{"metadata":`). So not for a kind whose objects hold a list whose elements begin with `metadata`: its
   * objects would be cut in the middle.
   */
  readonly isManifold?: true;
  /** Only objects whose text has one of these are read; all others are counted. */
  readonly words?: readonly string[];
  /** No more than the metadata of its objects is asked for. */
  readonly isMetadataAlone?: true;
  /** Some columns are what the server prints: its Table is asked for, with the objects. */
  readonly isPrinted?: true;
  /** Its objects are measured, not stored, and cannot be watched: in how many milliseconds there is something new, by one of them. Total. */
  readonly measuredEvery?: (object: unknown) => number;
  /** uid of the object a row belongs to, where that is not its controlling owner. */
  readonly ownerUid?: (object: unknown) => string;
  /** And which object that is. */
  readonly ownerOf?: (object: unknown) => ObjectReference | null;
}
