import type { JsonObject } from '@lanthorn/base/json.ts';

/** What a debug container may do, as `kubectl debug --profile` has it (k8s.io/kubectl/pkg/cmd/debug/profiles.go), beginning with its default. */
export const DEBUG_PROFILES = ['general', 'baseline', 'restricted', 'netadmin', 'sysadmin'] as const;
export type DebugProfile = (typeof DEBUG_PROFILES)[number];

/** What each sets in the container; of `baseline` nothing is. */
export const PROFILE_CONTEXT: Readonly<Record<DebugProfile, JsonObject | null>> = {
  general: { capabilities: { add: ['SYS_PTRACE'] } },
  baseline: null,
  restricted: {
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    allowPrivilegeEscalation: false,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  netadmin: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
  sysadmin: { privileged: true },
};

/** What it comes to, in words. */
export const PROFILE_EFFECT: Readonly<Record<DebugProfile, string>> = {
  general: 'effect.debugGeneral',
  baseline: 'effect.debugBaseline',
  restricted: 'effect.debugRestricted',
  netadmin: 'effect.debugNetadmin',
  sysadmin: 'effect.debugSysadmin',
};
