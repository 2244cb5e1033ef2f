import { cachedClient } from '../../tools/foreign-clients.mjs';
import { testClientProgram } from './client-program.ts';

// A program written with @kubernetes/client-node: an informer, writes of every kind, streams over WebSockets.

const program = cachedClient('client-node');

testClientProgram({
  name: 'client-node',
  command: program === null ? null : [process.execPath, program],
  remedy: 'npm run clients:build',
  steps: [
    'lists are read, with numbers and times as they are',
    'a Deployment is made, patched, scaled and deleted',
    'server-side apply names its conflict, and takes over when told',
    'an informer sees what a selector chooses come, change and go',
    'a watch from a forgotten version ends in order',
    'a command runs, with its input, both outputs and its exit code',
    'a container is attached to',
    'a port is forwarded',
    'a log is read',
    'a refusal is told by its reason',
    'a pod is evicted',
    'a CronJob is run by hand, and its Job goes with it',
    'kinds are found by discovery',
  ],
});
