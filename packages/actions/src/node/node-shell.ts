import { asArray, asNumber, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionParams, ActionRecord, Message, NodeShell } from '../machinery/action.ts';
import { createRequest, createRight, kubectlLine } from '../machinery/change-request.ts';
import { type DebugProfile, PROFILE_CONTEXT, PROFILE_EFFECT } from '../machinery/debug-profile.ts';
import { deleteCreated } from '../machinery/inverse.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
/** By it a pod is known that goes with its terminal, whoever finds it. */
export const NODE_SHELL_LABEL = 'lanthorn.dev/node-shell';
/** As kubectl calls it. */
export const NODE_SHELL_CONTAINER = 'debugger';
/** A pod of it ends by itself then, also where nobody is left to delete it: as long as a node keeps a terminal open. */
const LONGEST_HOURS = 4;
/** A hostname's length, which the pod's name becomes. */
const MAX_NAME = 63;
/** What runs there is a shell that is not told to end. */
const GRACE_SECONDS = 1;

/** As `kubectl debug node/NAME` names it. */
const NAME_START = 'node-debugger-';

export function nodeShellName(node: string, suffix: string): string {
  const room = MAX_NAME - NAME_START.length - suffix.length - 1;
  return `${NAME_START}${node.slice(0, room).replace(/[-.]+$/, '')}-${suffix}`;
}

const OVER: ReadonlySet<unknown> = new Set(['Failed', 'Succeeded']);

/**
 * Whether it is such a pod, has ended, and is past its deadline: then its terminal has ended, too, whoever had it. A label is soon put on any pod,
 * so that it also has to look as it was made, in what nobody can change of a pod, and what still runs is none.
 */
export function isLeftNodeShell({ metadata, ...pod }: KubeObject, now: number): boolean {
  const { name = '', labels, ownerReferences, creationTimestamp, deletionTimestamp } = metadata;
  const containers = asArray(getPath(pod, 'spec', 'containers'));
  const looksMade =
    labels?.[NODE_SHELL_LABEL] === 'true' &&
    name.startsWith(NAME_START) &&
    asArray(ownerReferences).length === 0 &&
    containers.length === 1 &&
    getPath(containers[0], 'name') === NODE_SHELL_CONTAINER &&
    getPath(pod, 'spec', 'restartPolicy') === 'Never';
  const seconds = asNumber(getPath(pod, 'spec', 'activeDeadlineSeconds'));
  const createdAt = parseTime(creationTimestamp);
  const isPast = seconds !== undefined && createdAt !== null && createdAt + seconds * 1_000 < now;
  return looksMade && isPast && deletionTimestamp === undefined && OVER.has(getPath(pod, 'status', 'phase'));
}

/** What a profile sees of the node, as kubectl has it (k8s.io/kubectl/pkg/cmd/debug/profiles.go). */
const SEEN: Readonly<Record<DebugProfile, 'all' | 'processes' | 'nothing'>> = {
  general: 'all',
  baseline: 'nothing',
  restricted: 'nothing',
  netadmin: 'processes',
  sysadmin: 'all',
};
/** On a node the usual profile sets nothing in the container. */
const contextOf = (profile: DebugProfile) => (profile === 'general' ? null : PROFILE_CONTEXT[profile]);

const SEEN_EFFECT = {
  all: 'effect.nodeShellSeesAll',
  processes: 'effect.nodeShellSeesProcesses',
  nothing: 'effect.nodeShellSeesNothing',
} as const;

/** What it comes to, in words. */
export function nodeShellEffects(profile: DebugProfile): Message[] {
  const rights = profile === 'general' ? 'effect.debugBaseline' : PROFILE_EFFECT[profile];
  return [SEEN_EFFECT[SEEN[profile]], rights].map(key => ({ key, values: {} }));
}

const NOTHING_ASKED: NodeShell = { namespace: 'default', name: '', image: '', profile: 'general' };
const asked = ({ nodeShell }: ActionParams) => nodeShell ?? NOTHING_ASKED;

function podOn(node: string, { namespace, name, image, profile }: NodeShell): KubeObject {
  const seen = SEEN[profile];
  const securityContext = contextOf(profile);
  const container: JsonObject = {
    ...{ name: NODE_SHELL_CONTAINER, image, stdin: true, tty: true, terminationMessagePolicy: 'File' },
    ...(seen === 'all' ? { volumeMounts: [{ name: 'host-root', mountPath: '/host' }] } : {}),
    ...(securityContext === null ? {} : { securityContext }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { [NODE_SHELL_LABEL]: 'true' } },
    spec: {
      nodeName: node,
      restartPolicy: 'Never',
      activeDeadlineSeconds: LONGEST_HOURS * 3_600,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      tolerations: [{ operator: 'Exists' }],
      ...(seen === 'nothing' ? {} : { hostPID: true, hostNetwork: true, hostIPC: true }),
      ...(seen === 'all' ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
      containers: [container],
    },
  };
}

/** A pod of one's own on a node, that is opened as a terminal: it goes when that ends, and by itself after some hours. */
export const NODE_SHELL: ActionRecord<'node.shell'> = {
  kind: 'node.shell',
  isOffered: false,
  key: null,
  form: 'nodeShell',
  tone: 'plain',
  guard: null,
  appliesTo: resource => groupResource(resource) === 'nodes',
  right: (_node, params = {}) => createRight(PODS, asked(params).namespace),
  needs: 'present',
  goneIsDone: false,
  endsWithTerminal: true,
  terminalIn: () => null,
  plan: ({ target, params }, _node, { context }) => {
    const wanted = asked(params);
    const { namespace, name, image, profile } = wanted;
    return {
      request: createRequest(PODS, namespace, podOn(target.name, wanted)),
      right: createRight(PODS, namespace),
      effects: [
        { key: 'effect.nodeShellCreated', values: { name, namespace, image } },
        ...nodeShellEffects(profile),
        { key: 'effect.nodeShellGoes', values: { count: LONGEST_HOURS } },
      ],
      kubectl: kubectlLine({ namespace }, context, [
        'debug',
        `node/${target.name}`,
        '--stdin',
        '--tty',
        `--image=${image}`,
        `--profile=${profile}`,
      ]),
      confirmation: { type: 'exists', resource: PODS, namespace, name },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, pod) =>
    pod.metadata.labels?.[NODE_SHELL_LABEL] !== undefined &&
    getPath(pod, 'spec', 'nodeName') === target.name &&
    getPath(asArray(getPath(pod, 'spec', 'containers'))[0], 'image') === asked(params).image,
  follows: null,
  inverse: outcome =>
    deleteCreated(
      { ...outcome, target: { ...outcome.target, namespace: outcome.after?.metadata.namespace ?? '' } },
      PODS,
    ),
};
