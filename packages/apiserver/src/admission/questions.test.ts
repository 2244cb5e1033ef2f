import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { Authorizer } from '../access/authorizer.ts';
import { ResourceRegistry } from '../resources/resource-registry.ts';
import { Storage } from '../storage/storage.ts';
import { Admission } from './admission.ts';
import { Questions } from './questions.ts';

test('[AS22] a request that is answered within another leaves it its questions', () => {
  const storage = new Storage();
  const random = seededRandom(1);
  const registry = new ResourceRegistry([]);
  const clock = { now: () => 0 };
  const admission = new Admission({ storage, registry, authorizer: new Authorizer(storage), random, clock });
  const outer = new Questions();
  admission.during(outer, () => {
    const first = admission.now({ now: () => 1 });
    admission.during(new Questions(), () => expect(admission.now({ now: () => 2 })).toBe(2));
    expect(admission.now({ now: () => 3 })).toBe(first);
  });
});

test('[AS22] what is drawn in one pass is drawn once, and in the next again', () => {
  const questions = new Questions();
  const random = seededRandom(1);
  const pass = () => {
    questions.begin();
    return [questions.chance(random).next(), questions.chance(random).next()];
  };
  const [first, second] = pass();
  expect(first).not.toBe(second);
  expect(pass()).toEqual([first, second]);
});
