import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button.tsx';
import { Popover } from '../layer/popover.tsx';
import { StatusMark, type StatusTone } from '../marks/status-mark.tsx';
import { useNow, useSettled } from '../time/clock.ts';
import { type ProblemText, problemWords } from '../words/i18n.ts';
import { visibleText } from '../words/text.ts';
import { shortDuration } from '../time/time.tsx';

/** How fresh something on screen is (the shape of the query's own state). */
export type Freshness =
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'live' }
  | {
      readonly kind: 'stale';
      readonly since: number;
      readonly reason: ProblemText;
      readonly retryAt: number | null;
      readonly isEmpty: boolean;
      /** Read anew every so often, as it cannot be watched. */
      readonly everyMs?: number;
    }
  | { readonly kind: 'forbidden'; readonly verb: string; readonly resource: string; readonly reason: ProblemText }
  | {
      readonly kind: 'partial';
      readonly missing: readonly string[];
      readonly areClusters?: true;
      readonly inner: Freshness;
    };

/** A watch that the server ended in good order is reopened faster than this; nobody needs to see that. */
const QUIET_MS = 700;

const TONES: Readonly<Record<Freshness['kind'] | 'polled', StatusTone>> = {
  live: 'ok',
  loading: 'active',
  stale: 'warning',
  polled: 'muted',
  partial: 'warning',
  forbidden: 'bad',
};

/** The badge at the right of a title: live, loading, stale since when and why, forbidden, partial. */
export function FreshnessBadge({ state, onRetry }: { readonly state: Freshness; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const isReconnecting = state.kind === 'stale' && state.reason.code === 'reconnecting';
  const settled = useSettled(isReconnecting, QUIET_MS);
  const shown: Freshness = isReconnecting && !settled ? { kind: 'live' } : state;
  const name = shown.kind === 'stale' && shown.everyMs !== undefined ? 'polled' : shown.kind;
  return (
    <Popover
      label={t('freshness.details')}
      width={340}
      trigger={trigger => (
        <button {...trigger} type="button" className={`freshness freshness-${name}`} data-state={name}>
          <StatusMark tone={TONES[name]} />
          <FreshnessText state={shown} />
        </button>
      )}
    >
      <p className="freshness-why">{whyText(shown, t)}</p>
      <Button onClick={onRetry}>{t('freshness.retry')}</Button>
    </Popover>
  );
}

function FreshnessText({ state }: { readonly state: Freshness }) {
  const { t } = useTranslation();
  switch (state.kind) {
    case 'live':
      return <span>{t('freshness.live')}</span>;
    case 'loading':
      return <span>{loadingText(state, t)}</span>;
    case 'stale':
      return <StaleText state={state} />;
    case 'forbidden':
      return <span>{t('freshness.forbidden')}</span>;
    case 'partial':
      return (
        <span>
          {t(state.areClusters === true ? 'freshness.partialClusters' : 'freshness.partial', {
            count: state.missing.length,
          })}
        </span>
      );
  }
}

function StaleText({ state }: { readonly state: Extract<Freshness, { kind: 'stale' }> }) {
  const { t } = useTranslation();
  const now = useNow();
  // Right after a reconnect nobody knows since when: the next frame says.
  if (state.since === 0) return <span>{t('freshness.reconnecting')}</span>;
  const since = t('freshness.stale', { duration: shortDuration(now - state.since) });
  if (state.everyMs !== undefined) {
    const times = { every: shortDuration(state.everyMs), duration: shortDuration(now - state.since) };
    return <span>{t('freshness.polled', times)}</span>;
  }
  // Nobody tries again by himself.
  if (state.retryAt === null) return <span>{since}</span>;
  if (state.retryAt <= now) return <span>{`${since} · ${t('freshness.reconnecting')}`}</span>;
  return <span>{`${since} · ${t('freshness.reconnectingIn', { duration: shortDuration(state.retryAt - now) })}`}</span>;
}

/** What keeps the page from its own server, and not the server from a cluster. */
const OWN_REASONS: Readonly<Record<string, string>> = {
  'lanthorn.away': 'freshness.whyLanthorn',
  'lanthorn.silent': 'freshness.whySilent',
  'lanthorn.shutOut': 'freshness.whyShutOut',
};

/** The reason alone, in the words of the catalogue; what a server said stands in them in its own. */
export function reasonText(reason: ProblemText, t: TFunction): string {
  const own = Object.hasOwn(OWN_REASONS, reason.code) ? OWN_REASONS[reason.code] : undefined;
  return own === undefined ? visibleText(problemWords(reason)) : t(own);
}

/** Which right is missing, with the server's own words. */
export function forbiddenText(
  { verb, resource, reason }: Extract<Freshness, { kind: 'forbidden' }>,
  t: TFunction,
): string {
  return t('freshness.whyForbidden', { verb, resource, message: reasonText(reason, t) });
}

function loadingText({ loaded, total }: Extract<Freshness, { kind: 'loading' }>, t: TFunction): string {
  if (total !== null) return t('freshness.loadingOf', { loaded, total });
  return loaded === 0 ? t('freshness.loadingFirst') : t('freshness.loading', { loaded });
}

/** Why it is so, in a sentence, with the server's own words. */
export function whyText(state: Freshness, t: TFunction): string {
  switch (state.kind) {
    case 'live':
      return t('freshness.whyLive');
    case 'loading':
      return t('freshness.whyLoading');
    case 'stale':
      if (Object.hasOwn(OWN_REASONS, state.reason.code)) return reasonText(state.reason, t);
      if (state.everyMs !== undefined)
        return t('freshness.whyPolled', { every: shortDuration(state.everyMs), reason: reasonText(state.reason, t) });
      return state.reason.code === 'reconnecting' || state.reason.code === 'relisting'
        ? t('freshness.whyReconnecting')
        : t('freshness.whyStale', { reason: reasonText(state.reason, t) });
    case 'forbidden':
      return forbiddenText(state, t);
    case 'partial':
      return t(state.areClusters === true ? 'freshness.whyPartialClusters' : 'freshness.whyPartial', {
        namespaces: state.missing.join(', '),
      });
  }
}
