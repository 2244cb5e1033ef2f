import { expect, test } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { run } from '../test-records.ts';
import { asRun } from './stored-shapes.ts';

/** A run that lacks its pods and the log of one container, with what is kept of why. */
function lacking(refusal: unknown): unknown {
  const kept = run('j', 1);
  const { refusal: _left, ...missing } = { part: 'pods', why: 'refused', text: 'no', refusal };
  const [pod] = kept.pods;
  const container = { ...pod?.containers[0], logProblem: 'no' };
  const codes =
    refusal === undefined
      ? [missing, container]
      : [
          { ...missing, refusal },
          { ...container, logRefusal: refusal },
        ];
  return { ...kept, missing: [codes[0]], pods: [{ ...pod, containers: [codes[1]] }] };
}

const inner = answerReason('answered', { status: 407 });

test.each([
  ['a code with its values', inner, inner],
  [
    'a reason in another',
    answerReason('namesOf', { kind: 'pods', why: inner }),
    answerReason('namesOf', { kind: 'pods', why: inner }),
  ],
  ['nothing, of a version that kept no codes', undefined, null],
  ['a code without values', { code: 'answered', message: 'no' }, null],
  ['a value that is none', { ...inner, params: { status: [407] } }, null],
])('of what could not be read is told why, as it was kept: %s', (_what, kept, told) => {
  const read = asRun(lacking(kept));
  expect(read?.missing).toEqual([{ part: 'pods', why: 'refused', text: 'no', refusal: told }]);
  expect(read?.pods[0]?.containers[0]).toMatchObject({ logProblem: 'no', logRefusal: told });
});
