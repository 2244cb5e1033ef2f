import { useTranslation } from 'react-i18next';
import type { ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { isPending, isStuck, releaseReason, releaseTone } from '../../../data/helm/release-state.ts';
import { Status } from '../../../ui/status/status.tsx';
import { useMinute } from '../../../ui/time/clock.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** How a release is, in Helm's own word, and below it why, where it is not simply there. */
export function ReleaseStatus({
  release,
}: {
  readonly release: Pick<ToldRelease, 'status' | 'storedAt' | 'deployed' | 'head'>;
}) {
  const { t } = useTranslation();
  const now = useMinute();
  const { status, head } = release;
  const isWell = status !== 'failed' && !isPending(status);
  return (
    <>
      <Status tone={releaseTone(status, isStuck(release, now))} text={status} />
      {isWell ? null : (
        <div className="dim" data-testid="release-reason">
          {visibleText(releaseReason(release, head?.description ?? '', { now, t }))}
        </div>
      )}
    </>
  );
}
