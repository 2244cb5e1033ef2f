import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getPath } from '@lanthorn/base/json.ts';
import { NODE_FOLDER } from './real-node.ts';

/** As guard.sh and node-config.ts call them. */
const BRIDGE = '/sys/class/net/lanthorn0';
const CGROUP = 'lanthorn-node';

/** What is on the machine of a real node: processes, mounts in whichever namespace, its bridge, control groups, files. */
export function leftovers(): string[] {
  const processes = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  const ofNode = processes.flatMap(id => {
    const [name, command, mounts] = ['comm', 'cmdline', 'mountinfo'].map(file => readGone(`/proc/${id}/${file}`));
    // The root of a container is a mount of the node's.
    return [
      ...(command?.includes(NODE_FOLDER) === true ? [`process ${id}: ${name?.trim()}`] : []),
      ...(mounts?.includes(NODE_FOLDER) === true ? [`mount seen by ${id}: ${name?.trim()}`] : []),
    ];
  });
  const groups = ['', ...readdirSync('/sys/fs/cgroup')].map(root => `/sys/fs/cgroup/${root}/${CGROUP}`);
  return [...ofNode, ...[BRIDGE, NODE_FOLDER, ...groups].filter(path => existsSync(path))];
}

/** Of a process that may have ended meanwhile. */
function readGone(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EINVAL'].includes(String(getPath(error, 'code')))) return '';
    throw error;
  }
}
