import { cachedClient } from '../../tools/foreign-clients.mjs';
import { testClientProgram } from './client-program.ts';

// A program written with client-go, that takes the binary encoding alone: informers, a watch that tries again, a leader's election, commands and
// ports over both transports.

const program = cachedClient('client-go');

testClientProgram({
  name: 'client-go',
  command: program === null ? null : [program],
  remedy: 'npm run clients:build',
  steps: [
    'lists in both encodings say the same',
    'informers of many kinds are complete',
    'an object is written, patched and removed, and a watch that tries again sees it',
    'one of two is the leader',
    'a command runs over SPDY',
    'a command runs over a WebSocket',
    'a port is forwarded over SPDY',
    'a port is forwarded over a WebSocket',
    'a log is read',
    'a refusal is told by its reason',
    'kinds are found by discovery',
  ],
});
