import * as z from 'zod/mini';
import { packKind } from '@lanthorn/views/packs/pack-schema.ts';
import { MAX_PRINTED_COLUMNS, MAX_PRINTED_TEXT, MAX_TABLE_CELL } from './constants.ts';
import { groupVersionResource, text } from './path-segment.ts';

const printedText = z.string().check(z.maxLength(MAX_PRINTED_TEXT));

const printedColumn = z.object({
  ...{ name: printedText, type: printedText, path: printedText, isWide: z.boolean() },
  cell: z.optional(z.int().check(z.nonnegative(), z.lte(MAX_TABLE_CELL))),
});
/** A column as the definition of a custom kind has it, or the server's Table. */
export type PrintedColumn = Readonly<z.infer<typeof printedColumn>>;

/** A resource that is to be listed; one without a record says itself how: both sides make the same view of it. */
export const listedResource = z.extend(groupVersionResource, {
  custom: z.optional(
    z.object({
      kind: text,
      namespaced: z.boolean(),
      columns: z.readonly(z.array(printedColumn).check(z.maxLength(MAX_PRINTED_COLUMNS))),
      pack: z.optional(packKind),
      isGuessed: z.optional(z.literal(true)),
    }),
  ),
});
