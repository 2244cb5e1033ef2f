import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

const folder = join(import.meta.dirname, 'testdata');

describe('the binary encoding', () => {
  // Objects with every field set, as k8s.io/api keeps them to prove that both encodings say the same.
  test.each(['core.v1.Service', 'core.v1.Secret', 'batch.v1.Job', 'networking.k8s.io.v1.Ingress'])(
    '[AS8] %s is read as its JSON says',
    name => {
      const json: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
      expect(decodeProtobuf(readFileSync(join(folder, `${name}.pb`)))).toEqual(json);
    },
  );

  test('[AS8] what is no such encoding, or of a kind nobody knows, is nothing', () => {
    expect(decodeProtobuf(new Uint8Array([1, 2, 3]))).toBeNull();
    expect(decodeProtobuf(new Uint8Array())).toBeNull();
    const bytes = readFileSync(join(folder, 'core.v1.Secret.pb'));
    expect(decodeProtobuf(Buffer.from(bytes.toString('latin1').replace('Secret', 'Secrit'), 'latin1'))).toBeNull();
  });

  test('[AS8] a body that ends too early is no reason to fall', () => {
    const bytes = readFileSync(join(folder, 'core.v1.Service.pb'));
    for (let length = 0; length < bytes.length; length += 7) {
      try {
        decodeProtobuf(bytes.subarray(0, length));
      } catch (error) {
        // Text cut inside a letter, a number outside of the body, half an object: what the listener refuses, and nothing else.
        expect([URIError, RangeError, SyntaxError]).toContain((error as Error).constructor);
      }
    }
  });
});
