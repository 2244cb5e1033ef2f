import fc from 'fast-check';
import { expect, test } from 'vitest';
import { YAML_TEXT_PARTS } from '@lanthorn/testkit/yaml-text-parts.ts';
import { parseKubernetesYaml, yamlText } from './kubernetes-yaml.ts';
import vectors from './kubernetes-yaml.vectors.json' with { type: 'json' };

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

/** JSON with every digit of a bigint. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `@${part}@` : part)).replace(
    /"@(-?\d+)@"/g,
    '$1',
  );
}

// Written by `YAMLToJSON` of sigs.k8s.io/yaml v1.6.0, the version of Kubernetes 1.37; null where it refuses the text.
test.each(vectors)('$yaml', ({ yaml, json }) => {
  const document = parseKubernetesYaml(yaml);
  const ours = document.errors.length > 0 ? null : jsonOf(document.toJS());
  // Floats have many spellings in JSON; whole numbers have one.
  const isFloat = json !== null && /[.e]|\d{20}/.test(json);
  if (isFloat) expect(JSON.parse(ours ?? 'null')).toEqual(JSON.parse(json));
  else expect(ours).toBe(json);
});

const oddText = fc.array(fc.constantFrom(...YAML_TEXT_PARTS), { maxLength: 6 }).map(parts => parts.join(''));

test('what is written reads back as it was', () => {
  const value = fc.oneof(
    oddText,
    fc.record({ a: oddText, b: fc.array(oddText, { maxLength: 3 }) }),
    fc.dictionary(oddText, fc.oneof(oddText, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).filter(number => !Number.isSafeInteger(Number(number))),
  );
  fc.assert(
    fc.property(value, inner => {
      const document = parseKubernetesYaml(yamlText({ inner }));
      expect(document.errors).toEqual([]);
      expect(jsonOf(document.toJS())).toBe(jsonOf({ inner }));
    }),
    { numRuns: RUNS },
  );
});

test('half a character is written as Go reads it', () => {
  expect(yamlText({ a: 'x\ud800y' })).toBe('a: "x\ufffdy"\n');
});
