import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Clash } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';

import type { PackAction } from '@lanthorn/views/cells/pack-kind.ts';
import type { Pause } from '@lanthorn/views/kinds/batch/pause.ts';
import type { DebugProfile } from './debug-profile.ts';
import type { ObjectState } from './object-state.ts';
import type { RunParameters } from './run-parameters.ts';

/** An object, named so that it can be no other: nothing is ever read from a URL or a global. */
export interface ObjectTarget {
  readonly cluster: string;
  readonly resource: GroupVersionResource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface NewSchedule {
  readonly schedule: string;
  /** '' is none: the controller's own. Left out, it stays as it is. */
  readonly timeZone?: string | undefined;
}

/** What of a container shall be another; what is left out stays, null takes away. */
export interface ContainerChange {
  readonly name: string;
  readonly isInit: boolean;
  readonly image?: string | undefined;
  readonly requests?: Readonly<Record<string, string | null>> | undefined;
  readonly limits?: Readonly<Record<string, string | null>> | undefined;
  readonly env?: Readonly<Record<string, string | null>> | undefined;
}

/** What a container of a pod that runs shall have. */
export interface ResizedContainer {
  readonly name: string;
  readonly isInit: boolean;
  readonly requests?: Readonly<Record<string, string>> | undefined;
  readonly limits?: Readonly<Record<string, string>> | undefined;
}

export interface Taint {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: string;
}

/** The fewest and the most pods of an autoscaler. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A container that is added to a pod to look into it. */
export interface DebugContainer {
  readonly name: string;
  readonly image: string;
  /** The container whose processes it sees; '' for none. */
  readonly target: string;
  readonly profile: DebugProfile;
}

/** A pod that is made on a node to look into it. */
export interface NodeShell {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly profile: DebugProfile;
}

/** Whom a binding names. */
export interface RbacSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of an account; '' of a user or a group. */
  readonly namespace: string;
}

/** What is given, and to whom. */
export interface Grant {
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  readonly subject: RbacSubject;
}

/** What becomes of the keys of a Secret; those that are not named stay. */
export interface SecretKeys {
  /** Values in base64, as the API server keeps them. */
  readonly set: readonly { readonly key: string; readonly value: string }[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  readonly removed: readonly string[];
}

/** Labels or annotations by key: a new value, or null for one that goes. */
export type MarkChanges = Readonly<Record<string, string | null>>;

/** What was applied by Lanthorn, and when, as the API server keeps it. */
export interface OwnApply {
  readonly time: string;
  readonly fieldsV1?: unknown;
}

/** One object that is applied. */
export interface AppliedDocument {
  readonly object: KubeObject;
  /** Fields that others own and mean otherwise are taken from them. */
  readonly takesOver?: boolean | undefined;
  /** These alone are, as the API server names them in a conflict; where another would go with them, none is. */
  readonly takes?: readonly string[] | undefined;
  /** What had been applied here when it was made of that, null for nothing: where it is another by now, this would take it back. */
  readonly since?: OwnApply | null | undefined;
  /** What was seen before it is sent: that there is none of that name, or that very one. Left out while nobody has looked. */
  readonly expects?: 'absent' | 'present' | undefined;
  /** What of the same operation it cannot do without, as `Namespace/shop`: until that is there it cannot be tried. */
  readonly restsOn?: string | undefined;
}

/** What happens to what the object owns, and how long its containers have to end. */
export interface DeleteOptions {
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  /** Seconds, of pods; null is what each pod says itself. 0 removes it without waiting. */
  readonly grace: number | null;
}

/** What an action needs beside its target; each kind reads its own part. */
export interface ActionParams {
  /** What stood where a clash was decided, by path, in whichever target: where it is another by now, it clashes anew. Without it a decision holds whatever stands there. */
  readonly seen?: Readonly<Record<string, readonly unknown[]>> | undefined;
  /** `object.edit`: the object as it was when the edit began, as it shall be, and how clashes were decided (by path). */
  readonly edit?: {
    readonly base: KubeObject;
    readonly mine: KubeObject;
    readonly choices: Readonly<Record<string, 'mine' | 'live'>>;
  };
  /** `cronjob.run`: what one run sets differently from the template. */
  readonly run?: RunParameters;
  /** `cronjob.pause`: until when, by whom, why. */
  readonly pause?: Pause;
  /** `cronjob.reschedule`: the new schedule of each, by uid. */
  readonly schedules?: Readonly<Record<string, NewSchedule>>;
  /** `cronjob.backfill`: the slot of each target (milliseconds), the variable that hands it to the containers, or '', and how many run at a time. */
  readonly backfill?: { readonly slots: readonly number[]; readonly env: string; readonly atOnce: number };
  /** `job.rerun`: the index of each target; without it the whole Job. */
  readonly rerun?: { readonly indexes: readonly number[] };
  /** `workload.scale`: how many pods there shall be; how many there were when that was said, and what is meant where they are others by now. */
  readonly scale?: {
    readonly replicas: number;
    readonly from?: number | undefined;
    readonly choices?: Readonly<Record<string, 'mine' | 'live'>> | undefined;
  };
  /** `autoscaler.bounds`: how few and how many there shall be; the same as it was seen, and what is meant where it is another by now. */
  readonly bounds?: Bounds & {
    readonly from?: Bounds | undefined;
    readonly choices?: Readonly<Record<string, 'mine' | 'live'>> | undefined;
  };
  /** `claim.grow`: how much it shall hold, as Kubernetes writes quantities. */
  readonly growth?: { readonly size: string };
  /** `pod.debug`: the container that is added. */
  readonly debug?: DebugContainer;
  /** `pod.resize`: what its containers shall have; what they had when that was said, and what is meant where it is another by now. */
  readonly resize?: {
    readonly containers: readonly ResizedContainer[];
    readonly from?: readonly ResizedContainer[] | undefined;
    readonly choices?: Readonly<Record<string, 'mine' | 'live'>> | undefined;
  };
  /** `node.shell`: the pod that is made. */
  readonly nodeShell?: NodeShell;
  /** `workload.containers`: what shall be another in the template. */
  readonly containers?: readonly ContainerChange[];
  /** `workload.containers` of many objects: whichever containers have the one image get the other. */
  readonly images?: { readonly from: string; readonly to: string };
  /** `workload.rollback`: the revision it goes back to, and what keeps it: that is given another number as soon as it is the newest again. */
  readonly rollback?: { readonly revision: number; readonly name?: string | undefined };
  /** `pod.evict`: how long the pod may take to end, in seconds; without it as long as it says itself. */
  readonly grace?: { readonly seconds: number };
  /** `node.drain`: what may be lost. */
  readonly drain?: { readonly emptyDirs: boolean; readonly unmanaged: boolean };
  /** `node.taints`: all there shall be, and those there were when that was said. */
  readonly taints?: { readonly wanted: readonly Taint[]; readonly before: readonly Taint[] };
  /** `pack.action`: which of its kind's pack, what it is called there, and which part of the object it changes. */
  readonly pack?: { readonly action: string; readonly title: string; readonly part?: 'status' | undefined };
  /** `object.mark`: what becomes of which label and annotation; others stay. */
  readonly marks?: { readonly labels: MarkChanges; readonly annotations: MarkChanges };
  /** `secret.reveal`: which value. */
  readonly reveal?: { readonly key: string };
  /** `secret.keys`: what becomes of which. */
  readonly secretKeys?: SecretKeys;
  /** `rbac.grant`: which role to whom; where is the target's namespace. */
  readonly grant?: Grant;
  /** `rbac.revoke`: who is taken out. */
  readonly revoke?: { readonly subject: RbacSubject };
  /** `object.delete`: left out, what it owns goes after it and pods have the time they say. */
  readonly deletion?: DeleteOptions;
  /** `object.apply`: the object of each target; whether those that follow one that failed are left alone. */
  readonly apply?: { readonly documents: readonly AppliedDocument[]; readonly stops: boolean };
  /** `object.create`: the object, and whether what it owned stayed when it was deleted. */
  readonly object?: KubeObject;
  readonly leftOrphans?: boolean;
  /** What went with it. */
  readonly went?: readonly OwnedObjects[];
}

/** A change as a value. */
export interface Action {
  /** That of its record. */
  readonly kind: string;
  readonly target: ObjectTarget;
  /** Its place among the targets of its operation. */
  readonly index: number;
  /** Drawn when the dialog opens, so that a repeated click or message means the same operation. */
  readonly suffix: string;
  readonly params: ActionParams;
}

/** What a plan is made with. */
export interface PlanContext {
  /** The kubeconfig context that the kubectl line names. */
  readonly context: string;
  /** The type of the target's kind, or null where the server does not publish it. */
  readonly schema: TypeSchema | null;
  /** When the action began, in milliseconds: the same however often it is planned. */
  readonly now: number;
  /** `pack.action`: what the pack that was read says of it. */
  readonly packAction?: PackAction;
  /** The lists that its record names, in that order; null where one could not be read, or is not read for this. */
  readonly related?: readonly (readonly KubeObject[] | null)[];
}

/** A list that an action is planned with. */
export interface RelatedList {
  readonly resource: GroupVersionResource;
  readonly namespace: string;
  /** Of labels; all of them without it. */
  readonly labels?: string;
  /** The one of this name; all of them without it. */
  readonly name?: string;
  /** Only what is said before follows from it: it is not read for sending. */
  readonly isAdvice: boolean;
  /** Only what is told afterwards follows from it: when an action is planned again because others were quicker, it is not read again. */
  readonly isReadOnce?: true;
  /** It is read when these were, and only where they leave something to be known. */
  readonly after?: {
    readonly lists: readonly RelatedList[];
    readonly isNeeded: (found: readonly (readonly KubeObject[] | null)[], now: number) => boolean;
  };
}

/** A right as the API server is asked for it. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** A sentence of the catalogue. */
export interface Message {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What is not there, by what it is called; of a revision its number, empty for the one before. */
export interface Lack {
  readonly what: 'key' | 'image' | 'container' | 'revision' | 'endOfJob';
  readonly name: string;
}

/** How the watch shows that the change happened. */
export type Confirmation =
  | {
      readonly type: 'exists';
      readonly resource: GroupVersionResource;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly type: 'field'; readonly path: readonly string[]; readonly value: unknown }
  /** The watch shows what the server answered, or something newer. */
  | { readonly type: 'answered' }
  /** One of its conditions is true. */
  | { readonly type: 'condition'; readonly condition: string }
  | { readonly type: 'gone' };

export interface Plan {
  readonly request: ApiRequest;
  readonly right: Right;
  /** What will happen, and what else will react. */
  readonly effects: readonly Message[];
  readonly kubectl: string;
  readonly confirmation: Confirmation;
  /** The object already is as wanted: nothing is sent. */
  readonly isDone: boolean;
  /** Places that both sides changed: nothing is sent until each is decided. */
  readonly clashes: readonly Clash[];
  /** What the answer tells of the target, where it is an object of another kind: that of a subresource. */
  readonly readAnswer?: (answer: KubeObject) => KubeObject;
  /** What it needs and is not there: nothing is sent. */
  readonly lacks?: Lack | null;
  /** Somebody else applied here since it was made, which it could take back: nothing is sent, it is made anew. */
  readonly isOvertaken?: boolean;
  /** What to do instead where the server does not have that part of the object. */
  readonly ifUnserved?: Message;
  /** The object as the request leaves it, where its body alone does not tell. */
  readonly leaves?: KubeObject;
  /** There is no object of that name, and the request makes one. */
  readonly creates?: boolean;
  /** What an earlier target of the same operation makes: that it is missing now is no refusal yet. */
  readonly restsOn?: string | null;
  /** What goes with the target: it is kept with what came of it. */
  readonly takes?: readonly OwnedObjects[];
}

/** What an object owned when it was deleted, of one kind. */
export interface OwnedObjects {
  readonly kind: string;
  /** Null where it could not be read. */
  readonly count: number | null;
  /** The first of them. */
  readonly names: readonly string[];
}

/** What is known of one target after it was changed. */
export interface Outcome {
  readonly target: ObjectTarget;
  /** The target before; null where it did not exist. */
  readonly before: KubeObject | null;
  /** What the server answered: the target as the change left it, or the object it created. */
  readonly after: KubeObject | null;
  /** As it was sent, where that is kept. */
  readonly request?: ApiRequest;
  /** What went with it, where that was looked for. */
  readonly took?: readonly OwnedObjects[];
}

/** Whatever was done is taken back by one of these. */
export interface Undo {
  readonly kind: 'object.edit' | 'object.create' | 'object.delete' | 'workload.scale' | 'pod.resize';
  readonly target: ObjectTarget;
  readonly params: ActionParams;
}

/** A shell of one's own in a container, or the process that runs there. */
export type TerminalMode = 'shell' | 'attach';
/** What is opened beside the screen: a terminal, the ports of an object, or the files of its containers. */
export type OpenedBeside = TerminalMode | 'ports' | 'files';

/** Forms in which a person says how an action shall be done; the page has one of each name. */
export type ActionForm =
  | 'run'
  | 'pause'
  | 'schedule'
  | 'scale'
  | 'containers'
  | 'rollback'
  | 'taints'
  | 'grant'
  | 'revoke'
  | 'bounds'
  | 'finished'
  | 'growth'
  | 'debug'
  | 'resize'
  | 'nodeShell'
  | 'drain'
  | 'mark';

/** Everything Lanthorn knows of how one action is done. Actions are data. */
export interface ActionRecord<Kind extends string = string> {
  readonly kind: Kind;
  /** Chosen by a person on the object; others follow from a screen of their own (the editor) or take an operation back. */
  readonly isOffered: boolean;
  /** Key of the keyboard, shown in menus. */
  readonly key: string | null;
  /** A form it can begin with; null where it is done as it is, or a screen of its own asks. */
  readonly form: ActionForm | null;
  /** It is no change, and opens this beside the screen: nothing is asked before, and no operation is begun with it. */
  readonly opens?: OpenedBeside;
  /** It shows something to who asks, and changes nothing. */
  readonly isLook?: true;
  /** Done as it is, it is offered on several alone: on one there is a plainer one. */
  readonly isOfMany?: true;
  /** An object waits for it, or for another such: its page says so where it tells how it is. */
  readonly isAwaited?: true;
  /** What its object is there for: of all that can be done to it, the one that stands out. */
  readonly isPurpose?: true;
  /** It can be done to nearly every object: what an object's own kind is changed by is likelier. */
  readonly isOfAny?: true;
  /** How the button that does it looks: what takes something away says so. */
  readonly tone: 'plain' | 'danger';
  /** What keeps it from being done too early: what is in the object is told, and of some kinds a word must be typed. */
  readonly guard: 'contents' | null;
  /** One of the ways in which a pod goes: the dialog of each offers the others. */
  readonly way?: 'evict' | 'delete' | undefined;
  /** It may change anything: what that does to the pods of a workload is told by what the dry run answers. */
  readonly changesAnything?: true;
  /** Before, it is told who wrote what it changes and may write it again. */
  readonly tellsRivals?: true;
  /** What it changes stands in a pack, which the server reads. */
  readonly isOfPack?: true;
  readonly appliesTo: (resource: GroupVersionResource) => boolean;
  /** On which its form opens, where that is not what it acts on; without it on all of those. */
  readonly beginsOn?: (resource: GroupVersionResource) => boolean;
  /** Whether it makes sense on an object in this state; without it, in any. It decides what is offered, never what may be done. */
  readonly fits?: (state: ObjectState) => boolean;
  readonly right: (target: ObjectTarget, params?: ActionParams) => Right;
  /** Further rights of which one is needed, as far as the object tells them; none where it tells of none. */
  readonly oneOf?: (state: ObjectState) => readonly Right[];
  /** What else is read to plan it. */
  readonly related?: (target: ObjectTarget, object: KubeObject, params?: ActionParams) => readonly RelatedList[];
  /** Whether the target must be there before, or must not. */
  readonly needs: 'present' | 'absent' | 'either';
  /** Of one that may be either: what it was when the person agreed; null where nobody has looked yet. */
  readonly expects?: (action: Action) => 'present' | 'absent' | null;
  /** It makes an object again that others may name still. */
  readonly restores?: boolean;
  /** A target that is not there any more is as wanted. */
  readonly goneIsDone: boolean;
  /** `fresh` is the target as it is now; of an absent one, metadata with its name alone. */
  readonly plan: (action: Action, fresh: KubeObject, context: PlanContext) => Plan;
  /** What of it concerns its own target, where one of many carries what the others shall be as well: that alone is kept while it is sent. */
  readonly alone?: (action: Action) => Action;
  /** After a refusal: is the object the very result of this action already? */
  readonly isOwnWork: (action: Action, object: KubeObject) => boolean;
  /** A refusal by a disruption budget (429) is waited for: it is sent again until the budget allows it, or somebody stops it. */
  readonly waitsForBudget?: boolean;
  /** The pod that it makes is deleted when the last terminal in it ends. */
  readonly endsWithTerminal?: boolean;
  /** What it makes is there for a terminal, which who may do it may open: in this container of the pod it answers with; null of any. */
  readonly terminalIn?: (params: ActionParams) => string | null;
  /** The same of what was sent to the pod itself, when that alone is still known; null where it was in the pod before, and is not made by it. */
  readonly terminalSent?: (body: unknown, before: KubeObject) => string | null;
  /** What it creates and is worth following to its result. */
  readonly follows: 'job' | null;
  /** Its targets are done one after the other, each seen to be done before the next is begun; taken back in the opposite order. */
  readonly inOrder?: true;
  /** Of these: whether those behind one that failed are left alone. */
  readonly stopsAtFailure?: (params: ActionParams) => boolean;
  /** Its first target is seen to be done before the others are begun; where it fails they are not. */
  readonly leads?: boolean;
  /** How many of its targets are under way at a time, each until what is followed has come to its result. Without it they do not wait for results. */
  readonly atOnce?: (params: ActionParams) => number | undefined;
  /** The action that takes it back, or null where nothing was recorded to go back to. */
  readonly inverse: (outcome: Outcome) => Undo | null;
  /** When what it began must be ended, in milliseconds; null where nothing was begun. */
  readonly dueAt?: (outcome: Pick<Outcome, 'after'>) => number | null;
}

/** Arguments as a shell shows them; quotes only where a shell needs them. */
export function shellLine(words: readonly string[]): string {
  return words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
