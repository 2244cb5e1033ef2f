import type { ApiRequest } from '@lanthorn/kube/api-request.ts';
import type { GroupVersionResource } from '@lanthorn/kube/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';

/** An object, named so that it can be no other: nothing is ever read from a URL or a global. */
export interface ObjectTarget {
  readonly cluster: string;
  readonly resource: GroupVersionResource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export type ActionKind = 'cronjob.run' | 'cronjob.suspend' | 'cronjob.resume' | 'object.delete';

/** A change as a value. */
export interface Action {
  readonly kind: ActionKind;
  readonly target: ObjectTarget;
  /** Drawn when the dialog opens, so that a repeated click or message means the same operation. */
  readonly suffix: string;
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

/** How the watch shows that the change happened. */
export type Confirmation =
  | {
      readonly type: 'exists';
      readonly resource: GroupVersionResource;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly type: 'field'; readonly path: readonly string[]; readonly value: unknown }
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
}

/** Everything Lanthorn knows of how one action is done. Actions are data. */
export interface ActionRecord {
  readonly kind: ActionKind;
  /** Key of the keyboard, shown in menus. */
  readonly key: string | null;
  readonly appliesTo: (resource: GroupVersionResource) => boolean;
  readonly right: (target: ObjectTarget) => Right;
  /** `context` is the kubeconfig context that the kubectl line names. */
  readonly plan: (action: Action, fresh: KubeObject, context: { readonly context: string }) => Plan;
  /** After a refusal: is the object the very result of this action already? */
  readonly isOwnWork: (action: Action, object: KubeObject) => boolean;
}

/** Arguments as a shell shows them; quotes only where a shell needs them. */
export function shellLine(words: readonly string[]): string {
  return words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
