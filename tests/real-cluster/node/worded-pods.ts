import { NO_IMAGE, type PodWishes, shellContainer } from '../../conformance/streams/stream-world.ts';
import { BUSYBOX_IMAGE } from './node-image.ts';

/** A pod, and what it is called on a real node sooner or later. */
export interface WordedPod {
  readonly name: string;
  readonly wishes: PodWishes;
  readonly words: readonly string[];
}

const main = (more: object, script = 'sleep 3600') => ({
  containers: [{ ...shellContainer('main', script), ...more }],
});
const ONCE = { restartPolicy: 'Never' };
const EVERY_SECOND = { periodSeconds: 1, failureThreshold: 1 };
const FAILING = { exec: { command: ['false'] }, ...EVERY_SECOND };
const sidecar = { ...shellContainer('side', 'sleep 3600'), restartPolicy: 'Always' };
const image = (name: string, imagePullPolicy: string) => main({ image: name, imagePullPolicy });

export const WORDED_PODS: readonly WordedPod[] = [
  { name: 'fine', wishes: {}, words: ['Running'] },
  { name: 'completed', wishes: { script: 'exit 0', spec: ONCE }, words: ['Completed'] },
  { name: 'failed', wishes: { script: 'exit 3', spec: ONCE }, words: ['Error'] },
  { name: 'killed', wishes: { script: "sh -c 'kill -9 $$'; exit $?", spec: ONCE }, words: ['Error'] },
  {
    name: 'greedy',
    wishes: { spec: { ...ONCE, ...main({ resources: { limits: { memory: '16Mi' } } }, 'exec tail /dev/zero') } },
    words: ['OOMKilled'],
  },
  { name: 'crashing', wishes: { script: 'exit 1' }, words: ['Error', 'CrashLoopBackOff'] },
  {
    name: 'preparing',
    wishes: { spec: { initContainers: [shellContainer('a', 'sleep 4'), shellContainer('b', 'sleep 4')] } },
    words: ['Init:0/2', 'Init:1/2', 'Running'],
  },
  {
    name: 'unprepared',
    wishes: { spec: { initContainers: [shellContainer('a', 'exit 1')] } },
    words: ['Init:Error', 'Init:CrashLoopBackOff'],
  },
  {
    name: 'never-prepared',
    wishes: { spec: { ...ONCE, initContainers: [shellContainer('a', 'exit 4')] } },
    words: ['Init:Error'],
  },
  { name: 'accompanied', wishes: { spec: { initContainers: [sidecar] } }, words: ['Running'] },
  {
    name: 'left-alone',
    wishes: { script: 'sleep 3', spec: { ...ONCE, initContainers: [sidecar] } },
    words: ['Running', 'Completed'],
  },
  { name: 'not-ready', wishes: { spec: main({ readinessProbe: FAILING }) }, words: ['Running'] },
  { name: 'not-alive', wishes: { spec: main({ livenessProbe: FAILING }) }, words: ['Running', 'CrashLoopBackOff'] },
  {
    name: 'not-started',
    wishes: { spec: main({ startupProbe: { ...FAILING, failureThreshold: 600 } }) },
    words: ['Running'],
  },
  {
    name: 'imageless',
    wishes: { spec: image('lanthorn.test/none:1', 'Never'), annotations: NO_IMAGE },
    words: ['ErrImageNeverPull'],
  },
  { name: 'misnamed', wishes: { spec: image('Not An Image', 'IfNotPresent') }, words: ['InvalidImageName'] },
  // Nobody listens on that port of this machine.
  {
    name: 'unpulled',
    wishes: { spec: image('127.0.0.1:9/none:1', 'IfNotPresent'), annotations: NO_IMAGE },
    words: ['ErrImagePull', 'ImagePullBackOff'],
  },
  {
    name: 'unconfigured',
    wishes: { spec: main({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'none', key: 'a' } } }] }) },
    words: ['CreateContainerConfigError'],
  },
  {
    name: 'programless',
    wishes: { spec: main({ image: BUSYBOX_IMAGE, command: ['/nosuch'] }) },
    words: ['CrashLoopBackOff'],
  },
  // On a busy machine it takes twenty seconds until all of them run.
  { name: 'late', wishes: { spec: { ...ONCE, activeDeadlineSeconds: 45 } }, words: ['Running', 'Error'] },
  {
    name: 'gated',
    wishes: { spec: { nodeName: undefined, schedulingGates: [{ name: 'lanthorn.dev/gate' }] } },
    words: ['SchedulingGated'],
  },
  { name: 'placeless', wishes: { spec: { nodeName: undefined, nodeSelector: { none: 'none' } } }, words: ['Pending'] },
];
