import type { JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { FieldError } from '../wire/api-error.ts';
import type { ResourceInfo } from './resource-info.ts';
import type { Schema } from '../schema/schema.ts';
import type { Strategy } from './strategy.ts';
import type { WriteOptions } from '../wire/write-options.ts';

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly priority: number;
}

/** Where the parts of a Scale are in an object, as paths. */
export interface ScalePaths {
  readonly specReplicas: readonly string[];
  readonly statusReplicas: readonly string[];
  readonly selector: readonly string[];
}

export interface Decoded {
  readonly value: JsonObject;
  readonly warnings: readonly string[];
}

/** All the server knows of one version of one kind; built-in kinds and those that people define are the same to it. */
export interface ServedResource extends ResourceInfo {
  /** Where its objects are stored: versions of one kind share them. */
  readonly storageKey: string;
  readonly isCustom: boolean;
  readonly strategy: Strategy;
  readonly schema: Schema | null;
  readonly type: TypeSchema | null;
  readonly columns: readonly TableColumn[];
  /** Of the rows of a Table, where they are not in the order of the list. */
  readonly compareRows?: ((a: KubeObject, b: KubeObject) => number) | undefined;
  readonly scale: ScalePaths;
  /** Reads a body as this version; throws where it is none. */
  readonly decode: (body: JsonObject, options: Pick<WriteOptions, 'fieldValidation' | 'text'>) => Decoded;
  /** What this version asks for beyond the stored one. */
  readonly validateVersion: (object: KubeObject) => FieldError[];
  /** From this version to the stored one, and back. */
  readonly toStored: (object: KubeObject) => KubeObject;
  readonly fromStored: (object: KubeObject) => KubeObject;
  /** The stored field that a selector of this version names. */
  readonly storedField: (field: string) => string;
  /** The cells of one row, in the order of `columns`; `list` is what it is shown in, empty where it is shown alone. */
  readonly cells: (
    object: KubeObject,
    shown: { readonly now: number; readonly list: readonly KubeObject[] },
  ) => unknown[];
}
