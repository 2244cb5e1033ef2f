import { useTranslation } from 'react-i18next';
import type { ReleaseHook } from '@lanthorn/kube/helm/release.ts';
import { Section } from '../../../ui/screen/section.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './release-page.module.css';
import type { ReleaseTabProps } from './release-tab-props.ts';
import { shortened } from './release-text.ts';
import { RevealButton, RevisionBody } from './revision-body.tsx';
import { RevisionChoice } from './revision-choice.tsx';
import { useRevision } from './use-revision.ts';

/** What Helm sent to the cluster, and what it does at points of the release's life. Values of Secrets are shown on demand. */
export function ReleaseManifest({ cluster, release, revision }: ReleaseTabProps) {
  const { t } = useTranslation();
  const shown = useRevision(cluster, release, revision);
  return (
    <>
      <div className={styles['bar']}>
        <RevisionChoice cluster={cluster} release={release} revision={revision} />
        <RevealButton shown={shown} />
      </div>
      <RevisionBody shown={shown}>
        {({ release: { manifest, hooks } }) => (
          <>
            {manifest.trim() === '' ? (
              <p className="dim">{t('helm.noManifest')}</p>
            ) : (
              <pre className="code" tabIndex={0} data-testid="manifest">
                {visibleText(shortened(manifest))}
              </pre>
            )}
            <Section title={t('helm.hooks')} note={String(hooks.length)} testId="hooks">
              {hooks.length === 0 ? <p className="dim">{t('helm.noHooks')}</p> : null}
              {hooks.map(hook => (
                <Hook key={`${hook.kind} ${hook.name} ${hook.events.join()}`} hook={hook} />
              ))}
            </Section>
          </>
        )}
      </RevisionBody>
    </>
  );
}

function Hook({ hook }: { readonly hook: ReleaseHook }) {
  const { t } = useTranslation();
  const { kind, name, events, weight, deletePolicies, phase, startedAt, manifest } = hook;
  return (
    <details className={styles['drift']}>
      <summary>
        {visibleText(`${kind} ${name}`)} <span className="dim">{visibleText(events.join(', '))}</span>{' '}
        {phase === '' ? null : <span className={phase === 'Failed' ? 'tone-bad' : 'dim'}>{visibleText(phase)}</span>}{' '}
        {startedAt === null ? null : <Age at={startedAt} />}
      </summary>
      <p className="dim">
        {t('helm.hookOrder', { weight })}{' '}
        {deletePolicies.length === 0 ? '' : t('helm.hookDeleted', { policies: visibleText(deletePolicies.join(', ')) })}
      </p>
      <pre className="code" tabIndex={0}>
        {visibleText(shortened(manifest))}
      </pre>
    </details>
  );
}
