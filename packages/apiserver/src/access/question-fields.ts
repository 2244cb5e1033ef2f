import type { JsonObject } from '@lanthorn/base/json.ts';
import { zeroOf } from '../field-ownership/compare-fields.ts';
import { updateFields } from '../field-ownership/field-manager.ts';
import { typeOfKind } from '../schema/schema.ts';

interface Question {
  readonly group: string;
  readonly kind: string;
  readonly body: JsonObject;
}

/** A question has owners of its fields like any object, though it is never stored. */
export function questionFields(
  { group, kind, body }: Question,
  { manager, now }: { readonly manager: string; readonly now: number },
): ReturnType<typeof updateFields> {
  const type = typeOfKind(group, 'v1', kind);
  const change = { before: type === null ? {} : zeroOf(type), after: body, type, managedFields: [] };
  return updateFields(change, { manager, subresource: '', apiVersion: `${group}/v1`, now });
}
