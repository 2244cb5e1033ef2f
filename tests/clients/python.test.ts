import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { testClientProgram } from './client-program.ts';

// A program written with Python's client, as Debian packages it: writes, a watch, server-side apply, streams over WebSockets.

/** The system's: its packages are installed for no other. */
const PYTHON = '/usr/bin/python3';
const hasClient = spawnSync(PYTHON, ['-c', 'import kubernetes']).status === 0;

testClientProgram({
  name: "Python's client",
  command: hasClient ? [PYTHON, join(import.meta.dirname, '../../tools/clients/python/main.py')] : null,
  remedy: 'apt-get install python3-kubernetes',
  steps: [
    'lists are read, with numbers and times as they are',
    'a Deployment is made, patched, scaled and deleted',
    'a watch sees what a selector chooses come, change and go',
    'server-side apply names its conflict, and takes over when told',
    'a client that knows no kinds finds them',
    'a command runs, with its input, both outputs and its exit code',
    'a port is forwarded',
    'a log is read',
    'a refusal is told by its reason',
    'a CronJob is made, resumed and deleted',
  ],
});
