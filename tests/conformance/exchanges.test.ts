import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { systemClock } from '../../apps/cluster/src/container/system/system-clock.ts';
import { callWebhook } from '../../apps/cluster/src/call-webhook.ts';
import { Tokens } from '../../apps/cluster/src/tokens.ts';
import { TARGETS } from './conformance-target.ts';
import { type Exchange, playScenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/all-scenarios.ts';
import fieldRules from '@lanthorn/apiserver/data/field-rules.json' with { type: 'json' };
import { deriveRules } from './validation/derive-rules.ts';
import { UPDATE_DIFFERENCES } from './validation/update-differences.ts';
import { VALIDATION_DIFFERENCES } from './validation/differences.ts';

// Plays every scenario and compares each answer with what a real kube-apiserver answered: the embedded server in process, and
// over HTTP, and the real one where there is one, which must still answer as it was recorded.

const GO_FORM = "the message shows the versions in Go's internal form";
const NO_HASH = 'of custom kinds no storageVersionHash is said';

/** Where the embedded server is known to differ, by scenario and title, each with its reason; an entry falls when it is mended. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lists: { 'a token that is none': 'the token has another encoding, so its decoder complains in other words' },
  'custom-resources': {
    'a definition that stores two versions': GO_FORM,
    'a definition that stores none': GO_FORM,
    'a definition without a schema': 'what else is wrong then is not said',
    'a definition whose schema is no object': 'equal schemas of all versions are not told of as one',
    'its version': NO_HASH,
    'its other version': NO_HASH,
  },
  webhooks: {
    'validating: a condition that does not compile': 'another parser complains in other words',
    'mutating: a condition that does not compile': 'another parser complains in other words',
  },
  'admission-policies': { 'a policy with an expression that is none': 'another parser complains in other words' },
  discovery: {
    'the root of the core group': 'the address of the server is not said',
  },
  updates: UPDATE_DIFFERENCES,
  validation: VALIDATION_DIFFERENCES,
  refusals: {
    'a claim that grows before it is bound': "the message goes on with a comparison of the claims in Go's form",
  },
  workloads: { 'its command does not': "the message goes on with a comparison of the pods in Go's internal form" },
};

function recorded(scenario: string): readonly Exchange[] {
  const file = join(import.meta.dirname, 'recorded/exchanges', `${scenario}.json`);
  return (parseJson(readFileSync(file, 'utf8')) as { exchanges: Exchange[] }).exchanges;
}

function inProcess() {
  const server = new ApiServer({
    clock: systemClock,
    random: seededRandom(1),
    tokens: new Tokens(systemClock),
    callWebhook,
  });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] });
  return Promise.resolve({ source, stop: () => Promise.resolve() });
}

test('[AS17] the rules of fields are what follows from the recorded answers', () => {
  expect(fieldRules).toEqual(deriveRules(recorded('validation')));
});

describe.each([['embedded, in process', inProcess] as const, ...TARGETS])('%s', (name, start) => {
  const isReal = name === 'real';
  let target: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.stop());

  describe.each(SCENARIOS)('$name', scenario => {
    let answers: readonly Exchange[] = [];
    beforeAll(async () => {
      answers = await playScenario(scenario, target);
    });

    for (const expected of recorded(scenario.name)) {
      const isKnown = !isReal && DIFFERENCES[scenario.name]?.[expected.title] !== undefined;
      (isKnown ? test.fails : test)(`[AS1] ${expected.title}`, () => {
        expect(answers.find(({ title }) => title === expected.title)).toEqual(expected);
      });
    }

    test('every answer has its record', () => {
      expect(answers.map(({ title }) => title)).toEqual(recorded(scenario.name).map(({ title }) => title));
    });
  });
});
