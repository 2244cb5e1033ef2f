import { expect, test } from 'vitest';
import { readAllowed, rulesOf } from './cluster-rules.ts';

test('actions are named one by one, or all of a group, for contexts whatever they are called', () => {
  const allowed = readAllowed(['prod=workload.scale,job.*', 'arn:aws:eks/a=b=pod.evict', 'prod=pod.evict']);
  expect(allowed).toEqual(
    new Map([
      ['prod', ['workload.scale', 'job.rerun', 'job.suspend', 'job.resume', 'job.clean', 'pod.evict']],
      ['arn:aws:eks/a=b', ['pod.evict']],
    ]),
  );
});

test.each([
  ['prod', /CONTEXT=ACTION/],
  ['=pod.evict', /CONTEXT=ACTION/],
  ['prod=', /"" is no action/],
  ['prod=pod.evict,scale', /"scale" is no action. There are cronjob.run/],
  ['prod=*', /"\*" is no action/],
])('what is none of it is said: %s', (text, said) => {
  expect(readAllowed([text])).toEqual({ wrong: expect.stringMatching(said) as string });
});

test('rules hold for the contexts that are named', () => {
  const rules = rulesOf({ readOnly: false, readOnlyIn: ['a'], reasonIn: ['b'] }, new Map([['b', ['pod.evict']]]));
  expect([rules('a'), rules('b'), rules('c')]).toEqual([
    { isReadOnly: true, asksReason: false, allowed: null },
    { isReadOnly: false, asksReason: true, allowed: ['pod.evict'] },
    { isReadOnly: false, asksReason: false, allowed: null },
  ]);
});
