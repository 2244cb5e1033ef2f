import type { ServedResource } from '../resources/served-resource.ts';

/** One object of a served kind, by its place. */
export interface ObjectRef {
  readonly info: ServedResource;
  readonly namespace: string;
  readonly name: string;
}
