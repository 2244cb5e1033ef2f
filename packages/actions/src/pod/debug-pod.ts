import { asArray, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionParams, ActionRecord, DebugContainer, Message, ObjectTarget } from '../machinery/action.ts';
import { kubectlLine, partRight } from '../machinery/change-request.ts';
import { PROFILE_CONTEXT, PROFILE_EFFECT } from '../machinery/debug-profile.ts';
import { isPod } from './evict-pod.ts';

/** kubectl's example of an image with tools. */
export const DEBUG_IMAGE = 'busybox';
const PART = 'ephemeralcontainers';

const NOTHING_ASKED: DebugContainer = { name: 'debugger', image: DEBUG_IMAGE, target: '', profile: 'general' };

const debugRight = (target: ObjectTarget) => partRight(target, { verb: 'patch', part: PART });
const asked = ({ debug }: ActionParams) => debug ?? NOTHING_ASKED;

/** As `kubectl debug -it` makes it. */
function containerOf({ name, image, target, profile }: DebugContainer): JsonObject {
  const securityContext = PROFILE_CONTEXT[profile];
  return {
    ...{ name, image, stdin: true, tty: true, terminationMessagePolicy: 'File' },
    ...(target === '' ? {} : { targetContainerName: target }),
    ...(securityContext === null ? {} : { securityContext }),
  };
}

/** Behind those there are, as kubectl sends it: a list without an order is merged with what is new before the rest. */
function addedTo(pod: KubeObject, wanted: DebugContainer): JsonObject {
  const before = asArray(getPath(pod, 'spec', 'ephemeralContainers')).map(container => ({
    name: asString(getPath(container, 'name')),
  }));
  return {
    '$setElementOrder/ephemeralContainers': [...before, { name: wanted.name }],
    ephemeralContainers: [containerOf(wanted)],
  };
}

function containerIn(pod: KubeObject, name: string): unknown {
  return ['containers', 'initContainers', 'ephemeralContainers']
    .flatMap(list => asArray(getPath(pod, 'spec', list)))
    .find(container => getPath(container, 'name') === name);
}

function effects(pod: KubeObject, { name, image, target, profile }: DebugContainer): Message[] {
  return [
    { key: 'effect.debugAdded', values: { name, image } },
    target === '' ? { key: 'effect.debugAlone', values: {} } : { key: 'effect.debugShares', values: { target } },
    { key: PROFILE_EFFECT[profile], values: {} },
    { key: 'effect.debugStays', values: {} },
    ...(containerIn(pod, name) === undefined ? [] : [{ key: 'effect.debugNameTaken', values: { name } }]),
  ];
}

/** A container of one's own in a pod that runs, with the tools that its image lacks. It stays there until the pod goes: none is taken out again. */
export const DEBUG_POD: ActionRecord<'pod.debug'> = {
  kind: 'pod.debug',
  isOffered: false,
  key: null,
  form: 'debug',
  tone: 'plain',
  guard: null,
  appliesTo: isPod,
  // Nothing begins in one that has ended.
  fits: ({ isFinished }) => isFinished !== true,
  right: debugRight,
  needs: 'present',
  goneIsDone: false,
  terminalIn: params => asked(params).name,
  terminalSent: (body, before) => {
    const name = asString(getPath(asArray(getPath(body, 'spec', 'ephemeralContainers'))[0], 'name'));
    return containerIn(before, name) === undefined ? name : null;
  },
  plan: ({ target, params }, pod, { context }) => {
    const wanted = asked(params);
    const { resource, namespace, name } = target;
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...resource, namespace, name, subresource: PART }),
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: writeJson({ metadata: { uid: target.uid }, spec: addedTo(pod, wanted) }),
      },
      right: debugRight(target),
      effects: effects(pod, wanted),
      kubectl: kubectlLine(target, context, [
        ...['debug', name, '--stdin', '--tty', `--image=${wanted.image}`, `--container=${wanted.name}`],
        ...(wanted.target === '' ? [] : [`--target=${wanted.target}`]),
        `--profile=${wanted.profile}`,
      ]),
      confirmation: { type: 'answered' },
      isDone: isThere(pod, wanted),
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, pod) => pod.metadata.uid === target.uid && isThere(pod, asked(params)),
  follows: null,
  inverse: () => null,
};

/** That very container: one of the name that is another is refused by the API server. */
function isThere(pod: KubeObject, { name, image, target }: DebugContainer): boolean {
  return asArray(getPath(pod, 'spec', 'ephemeralContainers')).some(
    container =>
      getPath(container, 'name') === name &&
      getPath(container, 'image') === image &&
      (getPath(container, 'targetContainerName') ?? '') === target,
  );
}
