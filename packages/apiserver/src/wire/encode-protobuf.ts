import { bytesOfBase64 } from '@lanthorn/base/base64.ts';
import { asArray, asNumber, asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { BackwardWriter } from './backward-writer.ts';
import { MAGIC, MESSAGES, messageOf, type ProtobufField, WIRE } from './protobuf-fields.ts';

interface NumberedField {
  readonly number: number;
  readonly field: ProtobufField;
}

/** Fields of each message, the last first: what is written backward is read forward. */
const REVERSED = new Map<string, readonly NumberedField[]>();

function fieldsOf(message: string): readonly NumberedField[] {
  const known = REVERSED.get(message);
  if (known !== undefined) return known;
  const fields = Object.entries(MESSAGES[message] ?? {})
    .map(([number, field]) => ({ number: Number(number), field }))
    .toSorted((a, b) => b.number - a.number);
  REVERSED.set(message, fields);
  return fields;
}

const LIST_META = 'meta/v1.ListMeta';
const LIST = /List$/;

/** An object in the binary encoding; null for a kind whose fields are not known. */
export function encodeProtobuf(object: JsonObject): Uint8Array | null {
  const kind = asString(object['kind']);
  const apiVersion = asString(object['apiVersion']);
  const message = messageOf(apiVersion, kind);
  const item = LIST.test(kind) ? messageOf(apiVersion, kind.replace(LIST, '')) : undefined;
  if (message === undefined && item === undefined) return null;
  const writer = new BackwardWriter();
  // Its encoding and its type, which are not said.
  for (const number of [4, 3]) writeText(writer, number, '');
  writeField(writer, { number: 2, write: () => writeBody(writer, object, { message, item }) });
  writeField(writer, {
    number: 1,
    write: () => {
      writeText(writer, 2, kind);
      writeText(writer, 1, apiVersion);
    },
  });
  writer.bytes(MAGIC);
  return writer.result();
}

/** An event of a watch as its frame: the length in four bytes, then what happened and to what; null where the object is of no known kind. */
export function encodeWatchFrame({
  type,
  object,
}: {
  readonly type: string;
  readonly object: JsonObject;
}): Uint8Array | null {
  const inner = encodeProtobuf(object);
  if (inner === null) return null;
  const writer = new BackwardWriter();
  writeField(writer, { number: 2, write: () => writeField(writer, { number: 1, write: () => writer.bytes(inner) }) });
  writeText(writer, 1, type);
  const { length } = writer;
  writer.bytes([length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff]);
  return writer.result();
}

function writeBody(
  writer: BackwardWriter,
  object: JsonObject,
  { message, item }: { message: string | undefined; item: string | undefined },
): void {
  if (message !== undefined) return writeMessage(writer, object, message);
  for (const entry of asArray(object['items']).toReversed())
    writeField(writer, { number: 2, write: () => writeMessage(writer, asObject(entry), item ?? '') });
  writeField(writer, { number: 1, write: () => writeMessage(writer, asObject(object['metadata']), LIST_META) });
}

function writeMessage(writer: BackwardWriter, value: JsonObject, message: string): void {
  for (const { number, field } of fieldsOf(message)) {
    const [name, type, flags = ''] = field;
    if (flags.includes('i')) {
      writeField(writer, { number, write: () => writeMessage(writer, value, type) });
      continue;
    }
    const given = value[name];
    if (given === undefined || given === null) {
      // What Go has by value it writes, empty or not.
      if (flags === 'o' && !type.startsWith('map:') && type !== 'bytes')
        writeValue(writer, { number, type }, undefined);
      continue;
    }
    if (type.startsWith('map:')) writeMap(writer, { number, type: type.slice('map:'.length) }, asObject(given));
    else if (flags.includes('r'))
      for (const item of asArray(given).toReversed()) writeValue(writer, { number, type }, item);
    else writeValue(writer, { number, type }, given);
  }
}

/** A field that is bytes: written first, then how many they are, then its number. */
function writeField(writer: BackwardWriter, { number, write }: { number: number; write: () => void }): void {
  const before = writer.length;
  write();
  writer.varint(writer.length - before);
  writer.varint((number << 3) | WIRE.bytes);
}

function writeText(writer: BackwardWriter, number: number, text: string): void {
  writeField(writer, { number, write: () => writer.text(text) });
}

function writeInteger(writer: BackwardWriter, number: number, value: number | bigint): void {
  writer.varint(value);
  writer.varint((number << 3) | WIRE.varint);
}

function writeMap(writer: BackwardWriter, { number, type }: { number: number; type: string }, map: JsonObject): void {
  for (const [key, value] of Object.entries(map).toReversed()) {
    writeField(writer, {
      number,
      write: () => {
        writeValue(writer, { number: 2, type }, value);
        writeText(writer, 1, key);
      },
    });
  }
}

type WriteParts = (writer: BackwardWriter, value: unknown) => void;

/** Types that are messages of a form of their own. */
const PARTS: Readonly<Record<string, WriteParts>> = {
  Quantity: (writer, value) => writeText(writer, 1, asString(value)),
  IntOrString: (writer, value) => {
    writeText(writer, 3, asString(value));
    writeInteger(writer, 2, asNumber(value) ?? 0);
    writeInteger(writer, 1, typeof value === 'string' ? 1 : 0);
  },
  Time: (writer, value) => writeTime(writer, asString(value)),
  Raw: (writer, value) => writeText(writer, 1, writeJson(value)),
  StringList: (writer, value) => {
    for (const text of asArray(value).toReversed()) writeText(writer, 1, asString(text));
  },
};

function writeValue(writer: BackwardWriter, { number, type }: { number: number; type: string }, value: unknown): void {
  switch (type) {
    case 'string':
      return writeText(writer, number, asString(value));
    case 'bool':
      return writeInteger(writer, number, value === true ? 1 : 0);
    case 'int':
      return writeInteger(writer, number, typeof value === 'number' || typeof value === 'bigint' ? value : 0);
    case 'bytes':
      return writeField(writer, { number, write: () => writer.bytes(bytesOfBase64(asString(value))) });
    default: {
      const parts = PARTS[type];
      const write = () => (parts === undefined ? writeMessage(writer, asObject(value), type) : parts(writer, value));
      return writeField(writer, { number, write });
    }
  }
}

const MS = 1_000;
const NANO_DIGITS = 9;

/** Seconds, and nanoseconds with every digit that is written. */
function writeTime(writer: BackwardWriter, text: string): void {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return;
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  writeInteger(writer, 2, Number(fraction.padEnd(NANO_DIGITS, '0').slice(0, NANO_DIGITS)));
  writeInteger(writer, 1, Math.floor(at / MS));
}

/** One line of a watch as its frame. */
export function frameOfLine(event: unknown): Uint8Array | null {
  const { type, object } = asObject(event);
  return isObject(object) ? encodeWatchFrame({ type: asString(type), object }) : null;
}
