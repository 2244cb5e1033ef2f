import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionRecord, ObjectTarget } from '../machinery/action.ts';
import { kubectlLine, partRight } from '../machinery/change-request.ts';
import { isPod } from './evict-pod.ts';

/** A file in a container, for a line that does the same by hand. */
interface FileOfLine {
  readonly container: string;
  readonly path: string;
}

type LineTarget = Pick<ObjectTarget, 'namespace' | 'name'>;

/** What is done with files, by hand; `here` is a file of this machine. */
export const FILE_LINES = {
  list: (target: LineTarget, context: string, { container, path }: FileOfLine) =>
    kubectlLine(target, context, ['exec', target.name, `--container=${container}`, '--', 'ls', '-la', path]),
  read: (target: LineTarget, context: string, { container, path }: FileOfLine) =>
    kubectlLine(target, context, ['exec', target.name, `--container=${container}`, '--', 'cat', path]),
  fetch: (target: LineTarget, context: string, { container, path, here }: FileOfLine & { readonly here: string }) =>
    kubectlLine(target, context, ['cp', `${target.name}:${path}`, `./${here}`, `--container=${container}`]),
  put: (target: LineTarget, context: string, { container, path, here }: FileOfLine & { readonly here: string }) =>
    kubectlLine(target, context, ['cp', `./${here}`, `${target.name}:${path}`, `--container=${container}`]),
  save: (target: LineTarget, context: string, { container, path }: FileOfLine) =>
    kubectlLine(target, context, ['exec', target.name, `--container=${container}`, '--stdin', '--', 'tee', path]),
} as const;

/** Files travel through commands: `kubectl exec` and `kubectl cp` ask for the same. */
const execRight = (target: ObjectTarget) => partRight(target, { verb: 'create', part: 'exec' });

const FILES = {
  key: null,
  form: null,
  opens: 'files',
  tone: 'plain',
  guard: null,
  appliesTo: isPod,
  // Nothing runs in one that has ended.
  fits: ({ isFinished }) => isFinished !== true,
  needs: 'present',
  goneIsDone: false,
  right: execRight,
  plan: ({ target }, _pod, { context }) => ({
    request: {
      method: 'POST',
      path: resourcePath({ ...target.resource, namespace: target.namespace, name: target.name, subresource: 'exec' }),
    },
    right: execRight(target),
    effects: [],
    kubectl: FILE_LINES.list(target, context, { container: 'CONTAINER', path: '/' }),
    confirmation: { type: 'answered' },
    isDone: false,
    clashes: [],
  }),
  isOwnWork: () => false,
  follows: null,
  inverse: () => null,
} as const satisfies Partial<ActionRecord>;

/** The files of its containers: looked at, fetched and brought there. */
export const OPEN_FILES: ActionRecord<'pod.files'> = { ...FILES, kind: 'pod.files', isOffered: true };

/** A file was brought into a container. Done on the page of its files; what was in it is nobody's record. */
export const PUT_FILE: ActionRecord<'pod.putFile'> = { ...FILES, kind: 'pod.putFile', isOffered: false };

/** A file in a container was edited, likewise. */
export const SAVE_FILE: ActionRecord<'pod.saveFile'> = { ...FILES, kind: 'pod.saveFile', isOffered: false };
