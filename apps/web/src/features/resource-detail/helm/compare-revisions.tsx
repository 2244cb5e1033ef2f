import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import { releaseObjects, rollbackEffects } from '@lanthorn/kube/helm/release-objects.ts';
import type { ReleaseAnswer, ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { ChangeList } from '../../../parts/change-list.tsx';
import { Select } from '../../../ui/choice/select.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './release-page.module.css';
import { RevisionBody } from './revision-body.tsx';
import { useRevision } from './use-revision.ts';

/** What differs between two revisions: in the values that were given, and in each object of the manifest. Values of Secrets are compared by marks. */
export function CompareRevisions({
  cluster,
  release,
  numbers,
  from,
  to,
  onCompare,
}: {
  readonly cluster: string;
  readonly release: ToldRelease;
  readonly numbers: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly onCompare: (from: number, to: number) => void;
}) {
  const { t } = useTranslation();
  const [before, after] = [useRevision(cluster, release, from), useRevision(cluster, release, to)];
  const choices = numbers.map(number => ({ value: String(number), text: t('helm.isRevision', { revision: number }) }));
  return (
    <Section title={t('helm.compare')} testId="compare-revisions">
      <div className={styles['bar']}>
        <Select
          aria-label={t('helm.from')}
          choices={choices}
          value={String(from)}
          onChange={value => onCompare(Number(value), to)}
        />
        <span aria-hidden="true">→</span>
        <Select
          aria-label={t('helm.to')}
          choices={choices}
          value={String(to)}
          onChange={value => onCompare(from, Number(value))}
        />
      </div>
      <RevisionBody shown={before}>
        {old => (
          <RevisionBody shown={after}>
            {now => <Differences before={old} after={now} titles={{ before: String(from), after: String(to) }} />}
          </RevisionBody>
        )}
      </RevisionBody>
    </Section>
  );
}

function Differences({
  before,
  after,
  titles,
}: {
  readonly before: ReleaseAnswer;
  readonly after: ReleaseAnswer;
  readonly titles: { readonly before: string; readonly after: string };
}) {
  const { t } = useTranslation();
  const values = useMemo(() => treeChanges(before.release.config, after.release.config, null), [before, after]);
  const objects = useMemo(() => objectChanges(before, after), [before, after]);
  return (
    <>
      <h3 className={styles['subtitle']}>{t('helm.tab.values')}</h3>
      {values.length === 0 ? (
        <p className="dim">{t('helm.sameValues')}</p>
      ) : (
        <ChangeList changes={values} titles={titles} />
      )}
      <h3 className={styles['subtitle']}>{t('helm.tab.manifest')}</h3>
      {objects.length === 0 ? <p className="dim">{t('helm.sameManifest')}</p> : null}
      {objects.map(({ id, effect, changes }) => (
        <details key={id} className={styles['drift']} open={objects.length <= 5}>
          <summary>
            {visibleText(id)} <span className="dim">{t(`helm.diff.${effect}`, { count: changes.length })}</span>
          </summary>
          <ChangeList changes={changes} titles={titles} />
        </details>
      ))}
      {before.isMasked || after.isMasked ? <p className="dim">{t('helm.marks')}</p> : null}
    </>
  );
}

function objectChanges(before: ReleaseAnswer, after: ReleaseAnswer) {
  const old = releaseObjects(before.release.manifest).objects;
  const wanted = releaseObjects(after.release.manifest).objects;
  return rollbackEffects(old, wanted).flatMap(({ effect, apiVersion, kind, namespace, name, object }) => {
    if (effect === 'same') return [];
    const was = old.find(one => one.kind === kind && one.name === name && one.namespace === namespace)?.object;
    const changes = effect === 'changed' ? treeChanges(was, object, null) : [];
    const id = `${kind} ${namespace === '' ? name : `${namespace}/${name}`} (${apiVersion})`;
    return [{ id, effect: effect === 'kept' ? ('deleted' as const) : effect, changes }];
  });
}
