import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ToldReleaseObject } from '@lanthorn/protocol/http/helm-messages.ts';
import { useClient } from '../../../data/client/client.ts';
import { useAsked } from '../../../data/client/use-asked.ts';
import { ChangeList } from '../../../parts/change-list.tsx';
import { Button } from '../../../ui/button/button.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { useShownRows } from '../../../ui/form/use-shown-rows.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import styles from './release-page.module.css';
import type { ReleaseTabProps } from './release-tab-props.ts';
import { revisionRequest } from './use-revision.ts';

const STEP = 100;

/**
 * What of the manifest is in the cluster, how it is, and what is no longer as the manifest has it. Compared with the revision that Helm
 * calls deployed, or the newest where it calls none so.
 */
export function ReleaseObjects({ cluster, release }: ReleaseTabProps) {
  const { t } = useTranslation();
  const { api } = useClient();
  const { clock } = useTimeWords();
  const [round, setRound] = useState(0);
  const revision = release.deployed ?? release.revision;
  const request = revisionRequest(cluster, release, revision);
  const asked = useAsked({ request, round, state: [release.revision, release.status] }, question =>
    api.helmObjects(question.request),
  );
  if (asked === null) return <Skeleton lines={8} label={t('detail.loading')} />;
  if ('problem' in asked)
    return (
      <Notice tone="bad" role="alert">
        {visibleText(asked.problem)}
      </Notice>
    );
  const { objects, isWhole, asOf } = asked.answer;
  const missing = objects.filter(({ state }) => state === 'missing' || state === 'unserved').length;
  const drifted = objects.filter(one => one.drifted > 0).length;
  const unknown = objects.filter(({ state }) => state === 'forbidden' || state === 'unknown').length;
  return (
    <>
      <div className={styles['bar']}>
        <span role="status">
          {t('helm.objectsOf', { count: objects.length, revision })}{' '}
          {missing === 0 ? '' : t('helm.missingCount', { count: missing })}{' '}
          {drifted === 0 ? '' : t('helm.driftedCount', { count: drifted })}{' '}
          {unknown === 0 ? '' : t('helm.unknownCount', { count: unknown })}
        </span>
        <Button onClick={() => setRound(round + 1)}>{t('helm.readAgain')}</Button>
        <span className="dim">{t('helm.asOf', { time: clock(asOf) })}</span>
      </div>
      {isWhole ? null : <Notice tone="warning">{t('helm.notWhole')}</Notice>}
      {objects.length === 0 ? (
        <p className="dim">{t('helm.noManifest')}</p>
      ) : (
        <Objects cluster={cluster} objects={objects} />
      )}
    </>
  );
}

function Objects({ cluster, objects }: { readonly cluster: string; readonly objects: readonly ToldReleaseObject[] }) {
  const { t } = useTranslation();
  const { shown, more } = useShownRows(objects.length, STEP);
  return (
    <>
      <Table
        data-testid="release-objects"
        columns={[
          { title: t('helm.kind') },
          { title: t('column.name') },
          { title: t('column.status') },
          { title: t('helm.asWritten') },
        ]}
      >
        {objects.slice(0, shown).map(object => (
          <tr
            key={`${object.apiVersion} ${object.kind} ${object.namespace}/${object.name}`}
            data-top
            data-object={`${object.kind}/${object.name}`}
          >
            <td data-place="detail" title={object.apiVersion}>
              {visibleText(object.kind)}
            </td>
            <td data-place="title">
              {object.state === 'there' ? (
                <ObjectLink cluster={cluster} reference={object}>
                  {visibleText(object.name)}
                </ObjectLink>
              ) : (
                visibleText(object.name)
              )}
              {object.isKept ? <span className="dim"> {t('helm.isKept')}</span> : null}
            </td>
            <td data-place="state">
              <State object={object} />
            </td>
            <td data-place="detail" data-whole>
              <Drift object={object} />
            </td>
          </tr>
        ))}
      </Table>
      {more}
    </>
  );
}

function State({ object: { state, status, reason } }: { readonly object: ToldReleaseObject }) {
  const { t } = useTranslation();
  if (state === 'there')
    return status === null ? (
      <Status tone="ok" text={t('helm.there')} />
    ) : (
      <Status tone={status.tone} text={status.status} />
    );
  const isGone = state === 'missing' || state === 'unserved';
  return (
    <>
      <Status tone={isGone ? 'bad' : 'muted'} text={t(`helm.state.${state}`)} />
      {reason === null ? null : <div className="dim">{visibleText(problemWords(reason))}</div>}
    </>
  );
}

function Drift({ object: { state, drift, drifted, otherRelease } }: { readonly object: ToldReleaseObject }) {
  const { t } = useTranslation();
  if (state !== 'there') return null;
  return (
    <>
      {otherRelease === '' ? null : (
        <div className="tone-warning">{t('helm.otherRelease', { release: visibleText(otherRelease) })}</div>
      )}
      {drifted === 0 ? (
        <span className="dim">{t('helm.noDrift')}</span>
      ) : (
        <details>
          <summary className="tone-warning">{t('helm.drift', { count: drifted })}</summary>
          <ChangeList changes={drift} titles={{ before: t('helm.written'), after: t('helm.now') }} />
          {drifted > drift.length ? (
            <p className="dim">{t('helm.moreDrift', { count: drifted - drift.length })}</p>
          ) : null}
        </details>
      )}
    </>
  );
}
