import type { TFunction } from 'i18next';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';
import { shortDuration } from '../../ui/time/time.tsx';

const TONES: Readonly<Record<string, StatusTone>> = {
  deployed: 'ok',
  failed: 'bad',
  superseded: 'muted',
  uninstalled: 'muted',
  uninstalling: 'active',
  'pending-install': 'active',
  'pending-upgrade': 'active',
  'pending-rollback': 'active',
};

/** Helm waits for five minutes unless it is told otherwise; who is at it for longer has most likely been stopped. */
const STUCK_MS = 600_000;

export function isPending(status: string): boolean {
  return status.startsWith('pending-') || status === 'uninstalling';
}

/** Helm is at it for so long that it most likely was stopped, and nobody else ends it. */
export function isStuck(
  { status, storedAt }: { readonly status: string; readonly storedAt: number | null },
  now: number,
) {
  return isPending(status) && storedAt !== null && now - storedAt > STUCK_MS;
}

export function releaseTone(status: string, stuck: boolean): StatusTone {
  if (stuck) return 'warning';
  return Object.hasOwn(TONES, status) ? (TONES[status] ?? 'muted') : 'muted';
}

/** Why a release is as it is: what Helm wrote of it, or what its status means. */
export function releaseReason(
  release: { readonly status: string; readonly storedAt: number | null; readonly deployed: number | null },
  description: string,
  { now, t }: { readonly now: number; readonly t: TFunction },
): string {
  const { status, storedAt, deployed } = release;
  if (isStuck(release, now)) return t('helm.stuck', { status, duration: shortDuration(now - (storedAt ?? now)) });
  const meaning = Object.hasOwn(TONES, status) ? t(`helm.means.${status}`) : t('helm.means.unknown');
  const words = description === '' ? meaning : description;
  return status === 'failed' && deployed !== null ? `${words} ${t('helm.before', { revision: deployed })}` : words;
}
