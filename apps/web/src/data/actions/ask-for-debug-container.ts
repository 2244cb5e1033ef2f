import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { DEBUG_PROFILES } from '@lanthorn/actions/machinery/debug-profile.ts';
import { DEBUG_IMAGE } from '@lanthorn/actions/pod/debug-pod.ts';
import { dockTerminal } from '../dock/dock-store.ts';
import { drawIdentity, openActionDialog } from './action-dialog-store.ts';

/** Offers a container with tools beside one that has none: what that means is said before it is added, and its terminal opens then. */
export function askForDebugContainer(pod: ObjectTarget, beside: string): void {
  const { cluster, namespace, name } = pod;
  const container = `debugger-${drawIdentity().suffix}`;
  openActionDialog('pod.debug', [pod], {
    params: { debug: { name: container, image: DEBUG_IMAGE, target: beside, profile: DEBUG_PROFILES[0] } },
    onStarted: () => dockTerminal({ cluster, namespace, pod: name, container, mode: 'shell' }, 'another'),
  });
}
