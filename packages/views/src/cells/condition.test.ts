import { describe, expect, test } from 'vitest';
import { readConditions } from './condition.ts';

const of = (type: string, status: string, reason = '') =>
  readConditions({ status: { conditions: [{ type, status, reason }] } })[0]?.tone;

const good = (type: string) => [type, 'ok', 'bad'] as const;
const trouble = (type: string) => [type, 'bad', 'muted'] as const;
const neutral = (type: string) => [type, 'muted', 'muted'] as const;

describe('how good it is that a condition is so', () => {
  test.each([
    ['Ready', 'True', 'ok'],
    ['Ready', 'False', 'bad'],
    ['Ready', 'Unknown', 'warning'],
    ['Available', 'False', 'bad'],
    ['Complete', 'True', 'ok'],
    ['MemoryPressure', 'False', 'muted'],
    ['MemoryPressure', 'True', 'bad'],
    ['NetworkUnavailable', 'True', 'bad'],
    ['ReplicaFailure', 'True', 'bad'],
    ['Failed', 'True', 'bad'],
    ['Failed', 'False', 'muted'],
    ['FailureTarget', 'True', 'bad'],
    ['Stalled', 'True', 'bad'],
    ['Suspended', 'True', 'muted'],
    ['Reconciling', 'True', 'muted'],
    ['Degraded', 'True', 'bad'],
    ['NamespaceContentRemaining', 'True', 'bad'],
    ['DisruptionTarget', 'True', 'bad'],
    ['NonStructuralSchema', 'True', 'bad'],
    ['Paused', 'True', 'muted'],
    ['ScalingLimited', 'True', 'muted'],
    ['Unused', 'False', 'muted'],
    ['PodReadyToStartContainers', 'False', 'muted'],
    ['SomethingOfOthers', 'True', 'ok'],
  ])('%s=%s is %s', (type, status, tone) => {
    expect(of(type, status)).toBe(tone);
  });

  // Conditions of others' kinds are many: what only holds such a word means what it says.
  test.each([
    ...['PressureRelieved', 'UnavailableReplaced', 'FailoverReady', 'NoFailureTarget', 'NotStalled', 'StalledResolved'],
    ...['FailureTargetMet', 'RemainingKnown', 'NoDisruptionTarget', 'DisruptionTargetHandled'],
    ...['NotSuspended', 'SuspendedKnown', 'NotPaused', 'PausedKnown', 'NotReconciling', 'ReconcilingDone'],
    ...['NotScalingLimited', 'ScalingLimitedKnown', 'NotDeleting', 'NotDangling', 'DanglingResolved', 'NotDenied'],
    ...['ErrorFree', 'KernelDeadlockResolved', 'Infrequent', 'Frequently', 'UnhealthyReplaced', 'NotDrained'],
    ...['InProgressOfNothing', 'ResizingDone', 'VolumeModifyingVolumeDone', 'PartiallyInvalidated'],
    ...['AllPodReadyToStartContainers', 'PodReadyToStartContainersKnown'],
  ])('%s is good when it is true, and bad when it is not', type => {
    expect([of(type, 'True'), of(type, 'False')]).toEqual(['ok', 'bad']);
  });

  /** All types of conditions that k8s.io/api 0.37 declares, and two of its extensions: what each is when it holds, and when it does not. */
  test.each<readonly [string, string, string]>([
    ...['Ready', 'Initialized', 'ContainersReady', 'PodScheduled'].map(good),
    ...['Available', 'Progressing', 'Complete', 'SuccessCriteriaMet', 'Approved', 'Issued', 'Healthy'].map(good),
    ...['AbleToScale', 'ScalingActive', 'DisruptionAllowed', 'Established', 'NamesAccepted', 'Succeeded'].map(good),
    ...['KubernetesAPIApprovalPolicyConformant', 'AllEncodingVersionsEqual', 'Running', 'TargetEvicted'].map(good),
    ...['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable', 'DisruptionTarget'].map(trouble),
    ...['ReplicaFailure', 'Failed', 'FailureTarget', 'Denied', 'Dangling', 'NonStructuralSchema'].map(trouble),
    ...['ControllerResizeError', 'NodeResizeError', 'ModifyVolumeError'].map(trouble),
    ...['NamespaceContentRemaining', 'NamespaceFinalizersRemaining', 'NamespaceDeletionContentFailure'].map(trouble),
    ...['NamespaceDeletionDiscoveryFailure', 'NamespaceDeletionGroupVersionParsingFailure'].map(trouble),
    ...['Suspended', 'Terminating', 'ScalingLimited', 'ScaledToZero', 'StorageMigrating', 'Unused'].map(neutral),
    ...['Resizing', 'FileSystemResizePending', 'PodResizeInProgress'].map(neutral),
    ['PodResizePending', 'warning', 'muted'],
    ...['ModifyingVolume', 'AllContainersRestarting', 'PodReadyToStartContainers', 'EvictionInProgress'].map(neutral),
    ...['DrainInProgress', 'Drained', 'MaintenancePlanned', 'MaintenanceInProgress'].map(neutral),
    ...['GracefulNodeShutdownInProgress'].map(neutral),
  ])('%s is %s when it is so, and %s when it is not', (type, held, not) => {
    expect([of(type, 'True'), of(type, 'False')]).toEqual([held, not]);
  });

  // Of node-problem-detector, and of the Gateway API: a healthy node says of each that it is not so.
  test.each([
    ...['KernelDeadlock', 'ReadonlyFilesystem', 'CorruptDockerOverlay2', 'KubeletUnhealthy'].map(trouble),
    ...['ContainerRuntimeUnhealthy', 'FrequentKubeletRestart', 'FrequentContainerdRestart'].map(trouble),
    ...['FrequentUnregisterNetDevice', 'PartiallyInvalid'].map(trouble),
  ])('%s of others is %s when it is so, and %s when it is not', (type, held, not) => {
    expect([of(type, 'True'), of(type, 'False')]).toEqual([held, not]);
  });

  test('a resize that its node tries in vain is trouble, one that it is at is not', () => {
    expect([of('PodResizeInProgress', 'True', 'Error'), of('PodResizeInProgress', 'True')]).toEqual(['bad', 'muted']);
  });

  test('a pod whose work is done is not ready, and that is no trouble', () => {
    expect(of('Ready', 'False', 'PodCompleted')).toBe('muted');
  });
});

test('the worst come first, the others stay in their order; what is no condition is left out', () => {
  const conditions = [
    { type: 'Initialized', status: 'True' },
    { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-02T03:04:05Z' },
    { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'app' },
    7,
    null,
    {},
  ];
  const read = readConditions({ status: { conditions } });
  expect(read.map(({ type }) => type)).toEqual(['Ready', 'Initialized', 'PodScheduled']);
  expect(read[0]).toMatchObject({ reason: 'ContainersNotReady', message: 'app', since: null });
  expect(read[2]?.since).toBe(Date.parse('2026-01-02T03:04:05Z'));
});

test('bad comes before what is not known, that before good, and last what says neither', () => {
  const conditions = [
    { type: 'Suspended', status: 'True' },
    { type: 'Progressing', status: 'True' },
    { type: 'Available', status: 'True' },
    { type: 'Ready', status: 'Unknown' },
    { type: 'Synced', status: 'False' },
  ];
  expect(readConditions({ status: { conditions } }).map(({ type }) => type)).toEqual([
    'Synced',
    'Ready',
    'Available',
    'Progressing',
    'Suspended',
  ]);
});

test('among equals what sums up the others comes first; one without a status is not known', () => {
  const conditions = [
    { type: 'ContainersReady', status: 'Unknown' },
    { type: 'Ready', status: 'Unknown' },
    { type: 'Synced' },
  ];
  expect(readConditions({ status: { conditions } }).map(({ type, status, tone }) => [type, status, tone])).toEqual([
    ['Ready', 'Unknown', 'warning'],
    ['ContainersReady', 'Unknown', 'warning'],
    ['Synced', 'Unknown', 'warning'],
  ]);
});

test.each([undefined, null, 7, 'x', [], { status: 7 }, { status: { conditions: {} } }])('%j has none', object => {
  expect(readConditions(object)).toEqual([]);
});
