import * as z from 'zod/mini';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { OpenApiSchemas } from '@lanthorn/kube/edit/type-schema.ts';
import type { ListedResource } from '@lanthorn/views/cells/kind-view.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import type { PrintedColumn } from '../listed-resource.ts';
import { optionalSegment, pathSegment, text } from '../path-segment.ts';

/** Whose definitions are asked for by `GET /api/clusters/:name/schema`. */
export const schemaQuery = z.object({ group: optionalSegment, version: pathSegment, kind: pathSegment });
export type SchemaQuery = z.infer<typeof schemaQuery>;

/** Answer of `GET /api/clusters/:name/schema`: what the kind's definitions say, for the editor; empty where unknown. */
export interface SchemaAnswer {
  readonly schemas: OpenApiSchemas;
}

/** Query of `GET /api/clusters/:name/kinds`. */
export const kindsQuery = z.object({
  /** What was known is not enough: a kind is wanted that is not among it. */
  fresh: z.optional(z.literal('1')),
  /** The revision that the page has. */
  known: z.optional(text),
});

/** Answer of `GET /api/clusters/:name/kinds`: what the cluster has, in the order of its discovery. */
export interface KindsAnswer {
  readonly kinds: readonly ServedKind[];
  /** `metrics.k8s.io/v1beta1`: groups whose server does not answer; what they have is not known now. */
  readonly unanswered: readonly string[];
}
/** With the name of what is said; to who has that, no more than that it is the same. */
export type ToldKindsAnswer = (KindsAnswer & { readonly revision: string }) | { readonly isSame: true };
export interface ServedKind extends GroupVersionResource {
  readonly kind: string;
  readonly isNamespaced: boolean;
  /** Its objects can be listed and watched. */
  readonly isListed: boolean;
  readonly shortNames: readonly string[];
  /** In which its objects can be read too. */
  readonly otherVersions?: readonly string[];
  /** It has a part by which it is scaled. */
  readonly isScaled?: true;
}

/** Query of `GET /api/clusters/:name/columns`: of which resource, as `widgets.v1.example.com`; who may list one namespace alone names it. */
export const columnsQuery = z.object({ resource: text, namespace: z.optional(pathSegment) });
/** Query of `GET /api/clusters/:name/referrers`: those that may name one of this kind, or those of which nobody says what they name. */
export const referrersQuery = z.object({ resource: text, others: z.optional(z.literal('1')) });
/** What the definition of a custom kind prints; what the server prints where there is none or it may not be read. */
export interface ColumnsAnswer {
  readonly columns: readonly PrintedColumn[];
  /** What a pack says of it; absent where none does. */
  readonly pack?: PackKind;
}

/** Answer of `GET /api/clusters/:name/referrers`: custom kinds whose objects may name those of this one, by packs and by their project. */
export interface ReferrersAnswer {
  readonly kinds: readonly ListedResource[];
  /** Beside these; in them nobody looks. */
  readonly more: number;
  /** Custom kinds of which nobody says what they name, as many as are looked through at most: where a person asks for it. */
  readonly others: number;
}
