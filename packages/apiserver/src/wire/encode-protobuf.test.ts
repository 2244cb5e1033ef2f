import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asObject } from '@lanthorn/base/json.ts';
import { encodeProtobuf, frameOfLine } from './encode-protobuf.ts';
import { decodeProtobuf } from './protobuf.ts';

/** Where k8s.io/api keeps an object of every kind with every field set, in both encodings, as Go writes them. */
const ALL = join(homedir(), 'go/pkg/mod/k8s.io/api@v0.37.2/testdata/HEAD');
const OURS = join(import.meta.dirname, 'testdata');

const namesIn = (folder: string) =>
  readdirSync(folder)
    .filter(file => file.endsWith('.pb'))
    .map(file => file.slice(0, -'.pb'.length));
const readJson = (folder: string, name: string) =>
  asObject(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));

describe('objects in the binary encoding', () => {
  test.each(namesIn(OURS))('[AS8] %s is written to the byte as Go writes it', name => {
    const bytes = encodeProtobuf(readJson(OURS, name));
    expect(Buffer.from(bytes ?? []).equals(readFileSync(join(OURS, `${name}.pb`)))).toBe(true);
  });

  test.skipIf(!existsSync(ALL))('[AS8] so is every kind that is served, where the Go modules are', () => {
    const known = namesIn(ALL).flatMap(name => {
      const bytes = encodeProtobuf(readJson(ALL, name));
      return bytes === null ? [] : [{ name, isSame: Buffer.from(bytes).equals(readFileSync(join(ALL, `${name}.pb`))) }];
    });
    expect(known.filter(({ isSame }) => !isSame)).toEqual([]);
    expect(known.length).toBeGreaterThan(50);
  });

  test('[AS8] a list, a refusal and what is only metadata have it too; a kind nobody knows has none', () => {
    const metadata = { resourceVersion: '7', remainingItemCount: 3 };
    const items = [
      { metadata: { name: 'a\u00e4\u20ac\u{1f600}' }, data: { b: '1', a: '2' } },
      { metadata: { name: 'b' } },
    ];
    const list = encodeProtobuf({ kind: 'ConfigMapList', apiVersion: 'v1', metadata, items });
    expect(Buffer.from(list ?? []).toString()).toContain('a\u00e4\u20ac\u{1f600}');
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'NotFound', code: 404 };
    expect(decodeProtobuf(encodeProtobuf(status) ?? new Uint8Array())).toEqual(status);
    expect(encodeProtobuf({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', rows: [] })).toBeNull();
    expect(encodeProtobuf({ kind: 'Lamp', apiVersion: 'example.com/v1' })).toBeNull();
  });

  test('[AS8] an event of a watch is a frame that says its length', () => {
    const object = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'm'.repeat(300) } };
    const frame = Buffer.from(frameOfLine({ type: 'ADDED', object }) ?? []);
    expect(frame.readUInt32BE(0)).toBe(frame.length - 4);
    expect(frame.toString('latin1')).toContain('ADDED');
    const inner = frame.indexOf('k8s\0');
    expect(decodeProtobuf(frame.subarray(inner))).toEqual(object);
  });
});
