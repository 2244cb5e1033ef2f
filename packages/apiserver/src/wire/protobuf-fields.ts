import fields from '../data/protobuf.json' with { type: 'json' };

/** Content type of the binary encoding (k8s.io/apimachinery, runtime/serializer/protobuf). */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** An object in it begins with these bytes: `k8s` and a zero. */
export const MAGIC: readonly number[] = [0x6b, 0x38, 0x73, 0x00];

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Name in JSON, type, and flags: `i` its fields are the holder's, `r` a list, `o` left out when zero. */
export type ProtobufField = readonly [name: string, type: string, flags?: string];

const KINDS = fields.kinds as Readonly<Record<string, string>>;

/** Fields by message and number, from the struct tags of Go's types. */
export const MESSAGES = fields.messages as unknown as Readonly<Record<string, Readonly<Record<string, ProtobufField>>>>;

/** The message of a kind; some kinds are the same in every group. */
export function messageOf(apiVersion: string, kind: string): string | undefined {
  return KINDS[`${apiVersion}/${kind}`] ?? KINDS[`*/${kind}`];
}
