import type { Random } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { FieldError } from '../wire/api-error.ts';
import type { Allocation, AllocationContext } from './allocation.ts';

/** What one kind does beyond being stored (the server's "strategy"): kinds are data, the request paths are one. */
export interface Strategy {
  /** Has `metadata.generation`, raised by every change of anything but metadata and status. */
  readonly hasGeneration?: boolean;
  /** Changes of annotations count as well. */
  readonly countsAnnotations?: boolean;
  /** The `/status` path owns `status`; the main path leaves it alone. */
  readonly hasStatus?: boolean;
  /** What a new object is given once and for all, and no owner is kept of (`GetResetFields`). */
  readonly unowned?: readonly string[];
  /** Metadata that a write to the status leaves as it is; all else that is sent with a status is taken. */
  readonly keptByStatus?: readonly string[];
  /** Fills what the client left out; must not depend on anything but the object and the time. */
  readonly fill?: (object: KubeObject, now: number) => KubeObject;
  /** Once, at creation, after `fill`. */
  readonly create?: (object: KubeObject, random: Random, now: number) => KubeObject;
  /** At creation, after webhooks changed what `create` made. */
  readonly readmit?: (object: KubeObject, random: Random) => KubeObject;
  /** Before `fill`, of an object that replaces another. */
  readonly update?: (object: KubeObject, old: KubeObject) => KubeObject;
  /** Gives an object what a cluster has only once, before it is checked. */
  readonly allocate?: (object: KubeObject, context: AllocationContext) => Allocation;
  /** Of an object that replaces another, `old` is that one. */
  readonly validate?: (object: KubeObject, old?: KubeObject) => FieldError[];
  /** Paths in the order in which the server looks at them; what lies below none comes first. */
  readonly errorOrder?: readonly string[];
  /** The object in the form in which its fields are checked, where that differs from the stored one. */
  readonly checked?: (object: KubeObject) => KubeObject;
  /** Of a write to the status or a part of it, before it is checked. */
  readonly updateStatus?: (object: KubeObject, old: KubeObject, now: number) => KubeObject;
  /** Of a write to the status path. */
  readonly validateStatus?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Of a write to the approval path. */
  readonly validateApproval?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Of a write to the path of containers that are added for a look. */
  readonly validateEphemeral?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Of a write to the path of resources that change while a pod runs. */
  readonly validateResize?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Once, at creation, after validation. */
  readonly finish?: (object: KubeObject) => KubeObject;
  readonly validateUpdate?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Further fields that field selectors may name, beside metadata.name and metadata.namespace. */
  readonly selectableFields?: readonly string[];
  /** Seconds between the request to delete and the removal, unless the request says otherwise. */
  readonly gracePeriod?: (object: KubeObject) => number;
  /** An object that is to be deleted. */
  readonly beforeDelete?: (object: KubeObject, now: number) => KubeObject;
  /** Replacing an object needs its resourceVersion, so that no write is lost. */
  readonly needsVersion?: boolean;
  /** A delete answers with the object it removed instead of a Status. */
  readonly returnsDeleted?: boolean;
  /** Where the client does not say otherwise, what the object owns is kept when it is deleted. */
  readonly orphansByDefault?: boolean;
  /** Nothing of it is stored: what is created is asked of an object of this name, at that path below it. */
  readonly actsOn?: { readonly resource: string; readonly subresource: string };
  /** Nothing of it is stored: this is all there is. */
  readonly unstored?: readonly KubeObject[];
  /** Warning for a client that deletes without a propagation policy. */
  readonly deleteWarning?: string;
  /** Warning for everybody who uses the kind. */
  readonly warning?: string;
}

/** With the status nothing else is written (ResetObjectMetaForStatus). */
export const STATUS_ALONE: Strategy = {
  hasStatus: true,
  keptByStatus: ['annotations', 'finalizers', 'labels', 'ownerReferences'],
};
