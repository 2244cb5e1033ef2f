import { useTranslation } from 'react-i18next';
import { isObject } from '@lanthorn/base/json.ts';
import { releaseOf, storedRevision } from '@lanthorn/kube/helm/release-names.ts';
import { controllerOf, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { isEmpty } from '@lanthorn/views/cells/cell.ts';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import { ReleaseLink } from '../../data/helm/release-link.tsx';
import { useViewState } from '../../data/lists/view-state.ts';
import type { LiveObject } from '../../data/objects/use-live-object.ts';
import { useObjectSize } from '../../data/objects/use-object-size.ts';
import { CellView } from '../../parts/cell-view.tsx';
import { IconButton } from '../../ui/button/icon-button.tsx';
import { CopyIconButton } from '../../ui/form/copy-button.tsx';
import { SIZE_BUTTON, useCarriedFocus } from '../../ui/focus/carried-focus.ts';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { FreshnessBadge } from '../../ui/status/freshness.tsx';
import { Status } from '../../ui/status/status.tsx';
import { Age } from '../../ui/time/time.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ObjectActions } from './object-actions.tsx';
import { type DetailSubject, kindOf } from './subject/detail-subject.ts';
import { ObjectCells, statusOf } from './subject/object-cells.tsx';
import { ObjectLink } from './subject/object-link.tsx';
import { RelatedFacts } from './related/related-facts.tsx';
import styles from './detail-header.module.css';

/** Which object it is, how it is, where it belongs, and what can be done to it. */
export function DetailHeader({
  subject,
  live,
  onClose,
}: {
  readonly subject: DetailSubject;
  readonly live: LiveObject;
  /** Null on a page of its own. */
  readonly onClose: (() => void) | null;
}) {
  const { view, name } = subject;
  const { t } = useTranslation();
  useCarriedFocus();
  const object = live.object ?? live.last;
  const title = (
    <>
      <span className={styles['kind']}>{kindOf(subject, object)}</span>{' '}
      <span title={visibleText(name)}>{visibleText(name)}</span>
    </>
  );
  return (
    <header className={styles['header']}>
      <div className={styles['first']}>
        {onClose === null ? <ScreenTitle>{title}</ScreenTitle> : <h1 className="screen-title">{title}</h1>}
        <span className={styles['copy']}>
          <CopyIconButton text={name} label={t('copyName')} />
        </span>
        {object === null || object === undefined ? null : (
          <ObjectCells subject={subject} object={object}>
            {cells => {
              const status = statusOf(view, cells);
              return status === null ? null : <Status tone={status.tone} text={status.status} />;
            }}
          </ObjectCells>
        )}
      </div>
      <div className={styles['corner']}>
        <FreshnessBadge state={live.state} onRetry={live.retry} />
        <SizeButton isPage={onClose === null} />
        {onClose === null ? null : <IconButton icon="close" label={t('close')} onClick={onClose} />}
      </div>
      <Place subject={subject} object={object} />
      {live.object === null || object === undefined || object === null ? null : (
        <ObjectActions subject={subject} object={object} />
      )}
    </header>
  );
}

/** From the panel to the page and back. */
function SizeButton({ isPage }: { readonly isPage: boolean }) {
  const { t } = useTranslation();
  const resize = useObjectSize(useViewState());
  if (resize === null) return null;
  return (
    <IconButton
      id={SIZE_BUTTON}
      icon={isPage ? 'shrink' : 'expand'}
      label={t(isPage ? 'detail.asPanel' : 'detail.openPage')}
      shortcut="w"
      onClick={resize}
    />
  );
}

/** Its namespace, its age, what controls it, and the facts that its kind tells first. */
function Place({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const { cluster, namespace } = subject;
  const { clusters } = useViewState();
  const { createdAt } = readMeta(object);
  const owner = controllerOf(object);
  return (
    <div className={styles['place']}>
      {clusters.length > 1 ? <b>{visibleText(cluster)}</b> : null}
      {namespace === '' ? null : (
        <ObjectLink
          cluster={cluster}
          reference={{ apiVersion: 'v1', kind: 'Namespace', namespace: '', name: namespace }}
        >
          {visibleText(namespace)}
        </ObjectLink>
      )}
      {createdAt === null ? null : (
        <span>
          {t('column.age')} <Age at={createdAt} />
        </span>
      )}
      {owner === null ? null : (
        <span>
          {t('detail.managedBy')}{' '}
          <ObjectLink cluster={cluster} reference={{ ...owner, namespace }}>
            {`${visibleText(owner.kind)}/${visibleText(owner.name)}`}
          </ObjectLink>
        </span>
      )}
      <HelmRelease cluster={cluster} object={object} />
      {subject.view.headline === undefined || !isObject(object) ? null : <Headline subject={subject} object={object} />}
      {isObject(object) ? <RelatedFacts subject={subject} object={object} /> : null}
    </div>
  );
}

/** The release of Helm that made it, or a revision of which it holds. */
function HelmRelease({ cluster, object }: { readonly cluster: string; readonly object: unknown }) {
  const { t } = useTranslation();
  const { name, namespace } = readMeta(object);
  const stored = storedRevision(name);
  const release = stored === null ? releaseOf(object) : { namespace, name: stored.release };
  if (release === null || ![release.namespace, release.name].every(isPathSegment)) return null;
  return (
    <span className="in-text">
      {t(stored === null ? 'helm.managedBy' : 'helm.holds', { revision: stored?.revision ?? 0 })}{' '}
      <ReleaseLink cluster={cluster} {...release}>
        {visibleText(release.name)}
      </ReleaseLink>
    </span>
  );
}

/** The facts that people look for first, as the list has them. */
function Headline({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const { columns, headline = [] } = subject.view;
  return (
    <ObjectCells subject={subject} object={object}>
      {cells =>
        columns.map((column, i) => {
          const cell = cells[i];
          if (!headline.includes(column.id) || cell === undefined || isEmpty(cell)) return null;
          return (
            <span key={column.id}>
              {t(`column.${column.id}`)} <CellView cell={cell} column={column} />
            </span>
          );
        })
      }
    </ObjectCells>
  );
}
