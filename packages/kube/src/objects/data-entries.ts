import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from './kube-object.ts';

/** A value of a ConfigMap: text, or bytes in base64 where they are no text. */
export interface DataValue {
  readonly isBinary: boolean;
  readonly value: string;
}

/** What becomes of one key: another name, another value; null takes it away. */
export type DataChange = { readonly key: string; readonly value: DataValue } | null;

/** All keys with their values, by name. */
export function dataEntries(object: unknown): ReadonlyMap<string, DataValue> {
  const of = (field: string, isBinary: boolean) =>
    Object.entries(asObject(getPath(object, field))).map(
      ([key, value]) => [key, { isBinary, value: asString(value) }] as const,
    );
  return new Map([...of('data', false), ...of('binaryData', true)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The object with these keys changed and these added; others stay as they are. */
export function withDataChanges(
  object: KubeObject,
  {
    changed,
    added,
  }: { readonly changed: ReadonlyMap<string, DataChange>; readonly added: readonly NonNullable<DataChange>[] },
): KubeObject {
  const kept = [...dataEntries(object)].flatMap(([key, value]) => {
    const change = changed.get(key);
    return change === undefined ? [{ key, value }] : change === null ? [] : [change];
  });
  const all = [...kept, ...added];
  const fields = (isBinary: boolean) =>
    Object.fromEntries(
      all.filter(({ value }) => value.isBinary === isBinary).map(({ key, value }) => [key, value.value]),
    );
  const { data: _data, binaryData: _binary, ...rest } = object;
  const [data, binaryData] = [fields(false), fields(true)];
  return {
    ...rest,
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
  };
}

const MAX_KEY = 253;

/** Why the server would not take a key (IsConfigMapKey in k8s.io/apimachinery); null where it would. */
export function dataKeyProblem(key: string, others: readonly string[]): 'invalid' | 'taken' | null {
  const isValid = /^[-._a-zA-Z0-9]+$/.test(key) && key.length <= MAX_KEY && key !== '.' && !key.startsWith('..');
  if (!isValid) return 'invalid';
  return others.includes(key) ? 'taken' : null;
}
