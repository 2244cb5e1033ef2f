import { describe, expect, test } from 'vitest';
import { constraintsText, failurePolicies, paramRefText, webhookRules, webhookTargets } from './admission-rules.ts';

const rule = (operations: readonly string[], apiGroups: readonly string[], resources: readonly string[]) => ({
  ...{ operations, apiGroups, apiVersions: ['v1'], resources },
});
const hooks = (...webhooks: readonly object[]) => ({ webhooks });

describe('what a webhook is asked about', () => {
  test.each([
    ['one kind of the core group', [rule(['CREATE'], [''], ['pods'])], 'CREATE pods'],
    [
      'each kind in each group',
      [rule(['CREATE', 'UPDATE'], ['', 'apps'], ['a', 'b'])],
      'CREATE,UPDATE a,a.apps,b,b.apps',
    ],
    ['everything, as cert-manager has it', [rule(['*'], ['*'], ['*/*'])], '* */*.*'],
    ['a part of objects', [rule(['CONNECT'], [''], ['pods/exec'])], 'CONNECT pods/exec'],
    [
      'several rules',
      [rule(['DELETE'], [''], ['nodes']), rule(['CREATE'], ['apps'], ['x'])],
      'DELETE nodes; CREATE x.apps',
    ],
    ['a rule twice', [rule(['CREATE'], [''], ['pods']), rule(['CREATE'], [''], ['pods'])], 'CREATE pods'],
    ['a rule that says nothing: everything', [{}], '* *'],
    ['a rule without groups', [{ operations: ['CREATE'], resources: ['pods'] }], 'CREATE pods'],
    ['nothing', [], null],
  ])('%s', (_what, rules, text) => {
    expect(webhookRules(hooks({ rules }))).toBe(text);
  });

  test('of all its webhooks together', () => {
    const one = { rules: [rule(['CREATE'], [''], ['pods'])] };
    const other = { rules: [rule(['CREATE'], [''], ['pods']), rule(['UPDATE'], [''], ['pods'])] };
    expect(webhookRules(hooks(one, other, {}))).toBe('CREATE pods; UPDATE pods');
    expect([webhookRules({}), webhookRules(null), webhookRules({ webhooks: 'x' })]).toEqual([null, null, null]);
  });
});

describe('who is asked', () => {
  const service = (namespace: string, name: string) => ({ clientConfig: { service: { namespace, name, path: '/x' } } });
  test.each([
    ['a Service', [service('infra', 'hook')], 'infra/hook'],
    ['an address outside', [{ clientConfig: { url: 'https://hook.example/a' } }], 'https://hook.example/a'],
    ['both, each once', [service('a', 'b'), { clientConfig: { url: 'u' } }, service('a', 'b')], 'a/b, u'],
    ['nobody', [{ clientConfig: {} }], null],
  ])('%s', (_what, list, text) => {
    expect(webhookTargets(hooks(...list))).toBe(text);
  });
});

test('what happens where nobody answers: `Fail` where it is not said', () => {
  const of = (...policies: readonly (string | undefined)[]) =>
    failurePolicies(hooks(...policies.map(failurePolicy => (failurePolicy === undefined ? {} : { failurePolicy }))));
  expect([of(undefined), of('Ignore'), of('Ignore', undefined), of('Fail', undefined), of()]).toEqual([
    ...['Fail', 'Ignore', 'Ignore, Fail', 'Fail', null],
  ]);
});

describe('what a policy or a binding is about', () => {
  const resourceRules = [rule(['UPDATE'], ['apps'], ['deployments'])];
  test.each([
    ['its rules', { resourceRules }, 'UPDATE deployments.apps'],
    [
      'its rules, narrowed by namespaces and by objects',
      {
        resourceRules,
        namespaceSelector: { matchLabels: { env: 'prod' } },
        objectSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
      },
      'UPDATE deployments.apps; namespaces(env=prod); objects(tier)',
    ],
    // The API server fills both in as selectors that leave nothing out.
    [
      'selectors of everything',
      { resourceRules, namespaceSelector: {}, objectSelector: {} },
      'UPDATE deployments.apps',
    ],
    ['nothing', {}, null],
    ['nothing at all', undefined, null],
  ])('%s', (_what, constraints, text) => {
    expect(constraintsText(constraints)).toBe(text);
  });
});

describe('the parameters of a binding', () => {
  test.each([
    ['of a namespace', { name: 'limits', namespace: 'shop' }, 'shop/limits'],
    ['by name, of the namespace of each request or of none', { name: 'limits' }, '*/limits'],
    ['by their labels', { selector: { matchLabels: { team: 'a' } } }, 'team=a'],
    ['all there are', { selector: {} }, '*'],
    ['a name before labels', { name: 'limits', selector: { matchLabels: { team: 'a' } } }, '*/limits'],
    ['none', {}, null],
    ['none at all', undefined, null],
  ])('%s', (_what, paramRef, text) => {
    expect(paramRefText({ spec: { paramRef } })).toBe(text);
  });
});
