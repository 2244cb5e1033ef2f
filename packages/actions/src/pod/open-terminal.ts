import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionRecord, ObjectTarget } from '../machinery/action.ts';
import { kubectlLine, partRight } from '../machinery/change-request.ts';
import { isPod } from './evict-pod.ts';

/** `kubectl exec` asks by GET, which is a right to create all the same. */
const execRight = (target: ObjectTarget) => partRight(target, { verb: 'create', part: 'exec' });
const attachRight = (target: ObjectTarget) => partRight(target, { verb: 'create', part: 'attach' });

const pathOf = ({ resource, namespace, name }: ObjectTarget, subresource: string) =>
  resourcePath({ ...resource, namespace, name, subresource });

export interface TerminalLine {
  readonly container: string;
  /** Empty joins what runs in the container. */
  readonly command: readonly string[];
  readonly takesInput: boolean;
  readonly isTerminal: boolean;
}

/** The same by hand. */
export function terminalLine(
  target: Pick<ObjectTarget, 'namespace' | 'name'>,
  context: string,
  { container, command, takesInput, isTerminal }: TerminalLine,
): string {
  const flags = [...(takesInput ? ['--stdin'] : []), ...(isTerminal ? ['--tty'] : [])];
  const where = container === '' ? [] : [`--container=${container}`];
  const words = command.length === 0 ? ['attach'] : ['exec'];
  const rest = command.length === 0 ? [] : ['--', ...command];
  return kubectlLine(target, context, [...words, target.name, ...where, ...flags, ...rest]);
}

/** What both share: nothing is changed by it, so nothing is previewed, and nothing taken back. */
const OPENED = {
  isOffered: true,
  form: null,
  tone: 'plain',
  guard: null,
  appliesTo: isPod,
  // Nothing runs in one that has ended.
  fits: ({ isFinished }) => isFinished !== true,
  needs: 'present',
  goneIsDone: false,
  isOwnWork: () => false,
  follows: null,
  inverse: () => null,
} as const satisfies Partial<ActionRecord>;

/** A shell of one's own in a container. */
export const OPEN_SHELL: ActionRecord<'pod.shell'> = {
  ...OPENED,
  kind: 'pod.shell',
  key: 's',
  opens: 'shell',
  right: execRight,
  plan: ({ target }, _pod, { context }) => ({
    request: { method: 'POST', path: pathOf(target, 'exec') },
    right: execRight(target),
    effects: [],
    kubectl: terminalLine(target, context, { container: '', command: ['sh'], takesInput: true, isTerminal: true }),
    confirmation: { type: 'answered' },
    isDone: false,
    clashes: [],
  }),
};

/** The process that runs in the container: what it writes from now on, and what is typed to it. */
export const ATTACH_TO_POD: ActionRecord<'pod.attach'> = {
  ...OPENED,
  kind: 'pod.attach',
  key: null,
  opens: 'attach',
  right: attachRight,
  plan: ({ target }, _pod, { context }) => ({
    request: { method: 'POST', path: pathOf(target, 'attach') },
    right: attachRight(target),
    effects: [],
    kubectl: terminalLine(target, context, { container: '', command: [], takesInput: false, isTerminal: false }),
    confirmation: { type: 'answered' },
    isDone: false,
    clashes: [],
  }),
};
