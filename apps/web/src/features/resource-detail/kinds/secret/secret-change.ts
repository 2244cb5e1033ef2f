import type { SecretKeys } from '@lanthorn/actions/machinery/action.ts';
import { base64 } from '@lanthorn/base/base64.ts';
import type { DataValue } from '@lanthorn/kube/objects/data-entries.ts';

/** What becomes of a key there is: another name, another value (null: the one it has, which is not known here); null takes it away. */
export type MaskedChange = { readonly key: string; readonly value: DataValue | null } | null;

const encoded = ({ isBinary, value }: DataValue) => (isBinary ? value : base64(new TextEncoder().encode(value)));

/** What is asked of the Secret, key by key. */
export function secretChange(
  changed: ReadonlyMap<string, MaskedChange>,
  added: readonly { readonly key: string; readonly value: DataValue }[],
): SecretKeys {
  const entries = [...changed];
  return {
    removed: entries.flatMap(([key, change]) => (change === null ? [key] : [])),
    renamed: entries.flatMap(([from, change]) =>
      change === null || change.key === from ? [] : [{ from, to: change.key }],
    ),
    set: [
      ...entries.flatMap(([, change]) =>
        change?.value == null ? [] : [{ key: change.key, value: encoded(change.value) }],
      ),
      ...added.map(({ key, value }) => ({ key, value: encoded(value) })),
    ],
  };
}
