import { useTranslation } from 'react-i18next';
import { logLine } from '@lanthorn/actions/pod/log-line.ts';
import type { LogPlace } from '../../../../data/logs/selection/source-names.ts';
import { CopyLine } from '../../../../ui/form/copy-line.tsx';
import { Section } from '../../../../ui/screen/section.tsx';

/** What is shown, as kubectl is asked for it: a line for each container. */
export function LogByHand({
  containers,
  isMore,
  follow,
  ...how
}: {
  readonly containers: readonly LogPlace[];
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number;
  readonly since: string | undefined;
  /** kubectl gives more than what is shown: it has no such bound. */
  readonly isMore: boolean;
}) {
  const { t } = useTranslation();
  if (containers.length === 0) return null;
  const lines = containers.map(({ cluster, namespace, pod, container }) =>
    // One that is followed never ends: those below it would not be asked.
    logLine({ namespace, name: pod }, cluster, { container, follow: follow && containers.length === 1, ...how }),
  );
  return (
    <Section title={t('logs.byHand')}>
      <CopyLine text={lines.join('\n')} />
      {isMore ? <p>{t('logs.byHandMore')}</p> : null}
    </Section>
  );
}
