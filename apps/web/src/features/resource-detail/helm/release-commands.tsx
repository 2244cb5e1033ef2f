import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shellLine } from '@lanthorn/actions/machinery/action.ts';
import {
  type ObjectEffect,
  releaseObjects,
  rollbackEffects,
  uninstallEffects,
} from '@lanthorn/kube/helm/release-objects.ts';
import type { Release, ReleaseHook } from '@lanthorn/kube/helm/release.ts';
import type { ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './release-page.module.css';
import type { ReleaseTabProps } from './release-tab-props.ts';
import { RevisionBody } from './revision-body.tsx';
import { useRevision } from './use-revision.ts';
import { useRevisions } from './use-revisions.ts';

/**
 * The lines that take a release back or away, with what Helm would do: it alone knows how (docs/adr/0006). What is told is read from the
 * manifests; nothing is sent.
 */
export function ReleaseCommands({ cluster, release }: ReleaseTabProps) {
  const { t } = useTranslation();
  const newest = useRevision(cluster, release, release.revision);
  return (
    <>
      <p className="dim">{t('helm.ownTool')}</p>
      <RevisionBody shown={newest}>
        {({ release: current }) => (
          <>
            <RollBack cluster={cluster} release={release} current={current} />
            <Section title={t('helm.uninstall')} testId="uninstall">
              <CopyLine text={helmLine(cluster, release, ['uninstall', release.name])} />
              <Effects
                effects={uninstallEffects(releaseObjects(current.manifest).objects)}
                hooks={hooksAt(current.hooks, ['pre-delete', 'post-delete'])}
              />
              <p className="dim">{t('helm.uninstallRest')}</p>
            </Section>
          </>
        )}
      </RevisionBody>
    </>
  );
}

function RollBack({
  cluster,
  release,
  current,
}: {
  readonly cluster: string;
  readonly release: ToldRelease;
  readonly current: Release;
}) {
  const { t } = useTranslation();
  const asked = useRevisions(cluster, release);
  const [chosen, setChosen] = useState<number | null>(null);
  const others = (asked !== null && 'answer' in asked ? asked.answer.revisions : []).filter(
    ({ revision }) => revision !== release.revision,
  );
  const wasGood = others.find(({ status }) => status === 'deployed' || status === 'superseded');
  const to = chosen ?? wasGood?.revision ?? others[0]?.revision;
  if (to === undefined)
    return (
      <Section title={t('helm.rollback')} testId="rollback">
        <p className="dim">{t('helm.noOther')}</p>
      </Section>
    );
  return (
    <Section title={t('helm.rollback')} testId="rollback">
      <div className={styles['bar']}>
        <Select
          aria-label={t('helm.backTo')}
          choices={others.map(({ revision, status }) => ({
            value: String(revision),
            text: t('helm.choice', { revision, status }),
          }))}
          value={String(to)}
          onChange={value => setChosen(Number(value))}
        />
      </div>
      <CopyLine text={helmLine(cluster, release, ['rollback', release.name, String(to)])} />
      <BackTo cluster={cluster} release={release} current={current} revision={to} />
    </Section>
  );
}

function BackTo({
  cluster,
  release,
  current,
  revision,
}: {
  readonly cluster: string;
  readonly release: ToldRelease;
  readonly current: Release;
  readonly revision: number;
}) {
  const { t } = useTranslation();
  const shown = useRevision(cluster, release, revision);
  return (
    <RevisionBody shown={shown}>
      {({ release: wanted }) => (
        <>
          <Effects
            effects={rollbackEffects(releaseObjects(current.manifest).objects, releaseObjects(wanted.manifest).objects)}
            hooks={hooksAt(wanted.hooks, ['pre-rollback', 'post-rollback'])}
          />
          <p className="dim">{t('helm.rollbackRest', { revision: release.revision + 1 })}</p>
        </>
      )}
    </RevisionBody>
  );
}

const DRIVERS = { secrets: '', configmaps: 'HELM_DRIVER=configmap ' } as const;

/** By what Helm finds the cluster and the release; in ConfigMaps it looks only when it is told to. */
function helmLine(cluster: string, { namespace, storage }: ToldRelease, words: readonly string[]): string {
  const place = ['--namespace', namespace, '--kube-context', cluster];
  return DRIVERS[storage] + shellLine(['helm', ...words, ...place]);
}

function hooksAt(hooks: readonly ReleaseHook[], events: readonly string[]): readonly ReleaseHook[] {
  return hooks.filter(hook => hook.events.some(event => events.includes(event)));
}

const ORDER = ['created', 'changed', 'deleted', 'kept', 'same'] as const;

/** What becomes of which objects, in words; what stays as it is only by its number. */
function Effects({
  effects,
  hooks,
}: {
  readonly effects: readonly ObjectEffect[];
  readonly hooks: readonly ReleaseHook[];
}) {
  const { t } = useTranslation();
  const groups = useMemo(
    () =>
      ORDER.map(effect => ({ effect, objects: effects.filter(one => one.effect === effect) })).filter(
        ({ objects }) => objects.length > 0,
      ),
    [effects],
  );
  return (
    <ul>
      {groups.map(({ effect, objects }) => (
        <li key={effect} data-effect={effect}>
          {t(`helm.effect.${effect}`, { count: objects.length })}
          {effect === 'same'
            ? null
            : ` ${objects.map(({ kind, name }) => `${visibleText(kind)}/${visibleText(name)}`).join(', ')}`}
        </li>
      ))}
      {hooks.length === 0 ? null : (
        <li data-effect="hooks">
          {t('helm.effect.hooks', { count: hooks.length })}{' '}
          {hooks.map(({ kind, name, events }) => visibleText(`${kind}/${name} (${events.join(', ')})`)).join(', ')}
        </li>
      )}
    </ul>
  );
}
