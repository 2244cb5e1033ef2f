import { textOfUtf8 } from '@lanthorn/base/utf8.ts';
import { base64 } from '@lanthorn/base/base64.ts';
import { asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { MAGIC, MESSAGES, messageOf, WIRE } from './protobuf-fields.ts';

/** An object in the binary encoding as the JSON it stands for; null for a kind whose fields are not known, or no such encoding at all. */
export function decodeProtobuf(bytes: Uint8Array): JsonObject | null {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) return null;
  const envelope = readFields(bytes.subarray(MAGIC.length));
  const typeMeta = readFields(asBytes(envelope.get(1)?.[0]));
  const apiVersion = textOf(typeMeta.get(1)?.[0]);
  const kind = textOf(typeMeta.get(2)?.[0]);
  const message = messageOf(apiVersion, kind);
  if (message === undefined) return null;
  return { kind, apiVersion, ...decodeMessage(asBytes(envelope.get(2)?.[0]), message) };
}

/** A whole number that a float does not hold is a bigint. */
type Wire = number | bigint | Uint8Array;

/** The values of each field number, in order. Unknown wire types end the reading. */
function readFields(bytes: Uint8Array): Map<number, Wire[]> {
  const found = new Map<number, Wire[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; at < bytes.length; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const signed = BigInt.asIntN(64, value);
    const number = Number(signed);
    return Number.isSafeInteger(number) ? number : signed;
  };
  const value = (wire: number): Wire | null => {
    switch (wire) {
      case WIRE.varint:
        return varint();
      case WIRE.fixed64:
        at += 8;
        return view.getFloat64(at - 8, true);
      case WIRE.fixed32:
        at += 4;
        return view.getFloat32(at - 4, true);
      case WIRE.bytes: {
        const length = Number(varint());
        at += length;
        return bytes.subarray(at - length, at);
      }
      default:
        return null;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const next = value(tag & 7);
    if (next === null) break;
    found.set(tag >>> 3, [...(found.get(tag >>> 3) ?? []), next]);
  }
  return found;
}

function decodeMessage(bytes: Uint8Array, message: string): JsonObject {
  const result: JsonObject = {};
  const known = MESSAGES[message] ?? {};
  for (const [number, values] of readFields(bytes)) {
    const field = known[number];
    if (field === undefined) continue;
    const [name, type, flags = ''] = field;
    if (flags.includes('i')) Object.assign(result, asObject(decodeValue(values.at(-1), type)));
    else if (type.startsWith('map:')) result[name] = Object.fromEntries(values.map(entry => decodeEntry(entry, type)));
    else if (flags.includes('r')) result[name] = values.map(value => decodeValue(value, type));
    else {
      const value = decodeValue(values.at(-1), type);
      const isZero = value === '' || value === 0 || value === false || value === undefined;
      if (!isZero || (!flags.includes('o') && value !== undefined)) result[name] = value;
    }
  }
  return result;
}

function decodeEntry(value: Wire, type: string): [string, unknown] {
  const entry = readFields(asBytes(value));
  return [textOf(entry.get(1)?.[0]), decodeValue(entry.get(2)?.[0], type.slice('map:'.length))];
}

/** Types that are no message of fields. */
const DECODERS: Readonly<Record<string, (value: Wire | undefined) => unknown>> = {
  string: textOf,
  bool: value => value === 1,
  int: value => (typeof value === 'number' || typeof value === 'bigint' ? value : 0),
  double: value => (typeof value === 'number' ? value : 0),
  bytes: value => base64(asBytes(value)),
  Quantity: value => textOf(readFields(asBytes(value)).get(1)?.[0]),
  IntOrString: value => {
    const parts = readFields(asBytes(value));
    return parts.get(1)?.[0] === 1 ? textOf(parts.get(3)?.[0]) : (parts.get(2)?.[0] ?? 0);
  },
  Time: value => timeOf(readFields(asBytes(value))),
  Raw: value => {
    const text = textOf(readFields(asBytes(value)).get(1)?.[0]);
    const parsed: unknown = text === '' ? undefined : parseJson(text);
    return isObject(parsed) ? parsed : undefined;
  },
  StringList: value => (readFields(asBytes(value)).get(1) ?? []).map(textOf),
};

function decodeValue(value: Wire | undefined, type: string): unknown {
  const decode = DECODERS[type];
  return decode === undefined ? decodeMessage(asBytes(value), type) : decode(value);
}

const MS = 1_000;
const NANOS_PER_MS = 1_000_000;

/** No seconds at all is no time. */
function timeOf(parts: ReadonlyMap<number, readonly Wire[]>): string | undefined {
  const seconds = parts.get(1)?.[0];
  const nanos = parts.get(2)?.[0];
  if (typeof seconds !== 'number') return undefined;
  const at = seconds * MS + (typeof nanos === 'number' ? nanos / NANOS_PER_MS : 0);
  return typeof nanos === 'number' && nanos > 0
    ? new Date(at).toISOString().replace(
        'Z',
        `${String(nanos % NANOS_PER_MS)
          .padStart(6, '0')
          .slice(0, 3)}Z`,
      )
    : formatTime(at);
}

function asBytes(value: Wire | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function textOf(value: Wire | undefined): string {
  return textOfUtf8(asBytes(value));
}
