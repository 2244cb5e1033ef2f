import { describe, expect, test } from 'vitest';
import { COMMAND_CHANNEL, COMMAND_PROTOCOLS, readExit, sizeText } from './remote-command.ts';

test('the protocols and channels are those of k8s.io/apimachinery, the newest protocol first', () => {
  expect(COMMAND_PROTOCOLS).toEqual(['v5.channel.k8s.io', 'v4.channel.k8s.io']);
  expect(COMMAND_CHANNEL).toEqual({ stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 });
  expect(sizeText({ columns: 80, rows: 24 })).toBe('{"Width":80,"Height":24}');
});

describe('how a command ended', () => {
  const status = (fields: object) => JSON.stringify({ metadata: {}, status: 'Failure', ...fields });
  const exit = (message?: unknown, reason = 'ExitCode') =>
    status({
      ...{ message: 'command terminated with non-zero exit code', reason: 'NonZeroExitCode' },
      details: {
        causes: [
          { reason: 'Other', message: '9' },
          { reason, message },
        ],
      },
    });

  test.each([
    ['nothing is said', '', null],
    ['well', '{"metadata":{},"status":"Success"}', { kind: 'exited', code: 0 }],
    ['with a code', exit('7'), { kind: 'exited', code: 7 }],
    ['by a signal', exit('137'), { kind: 'exited', code: 137 }],
  ])('%s', (_title, text, end) => expect(readExit(text)).toEqual(end));

  // What says that it failed must never be told as a command that ended well.
  test.each([[undefined], [''], [' '], ['x'], [7], ['1.5'], ['0x1'], ['1e3']])('a code of %j is none', message => {
    expect(readExit(exit(message))).toMatchObject({ kind: 'failed', status: { reason: 'NonZeroExitCode' } });
  });

  test.each([
    ['no cause is its code', exit('7', 'Signal'), 'command terminated with non-zero exit code'],
    ['it has no causes', status({ reason: 'NonZeroExitCode', message: 'ended' }), 'ended'],
    ['its words are told', status({ reason: 'InternalError', message: 'container not found' }), 'container not found'],
    ['without words the text itself is told', '{"status":"Failure"}', '{"status":"Failure"}'],
    ['as is what is no JSON', 'error dialing backend', 'error dialing backend'],
    ['and what is no object', '[1]', '[1]'],
  ])('it failed: %s', (_title, text, message) => {
    expect(readExit(text)).toMatchObject({ kind: 'failed', status: { status: 'Failure', code: 500, message } });
  });
});
