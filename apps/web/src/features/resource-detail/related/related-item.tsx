import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import type { NamedObject } from '@lanthorn/views/related-questions.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Icon, kindIcon } from '../../../ui/marks/icon.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectCells, statusOf } from '../subject/object-cells.tsx';
import type { ListedObject } from './listed-objects.ts';
import styles from './related.module.css';

interface PlaceProps {
  readonly cluster: string;
  /** The namespace of the page's object: another one is said. */
  readonly own: string;
}

/** An object that a list told of. */
export function ListedItem({
  cluster,
  own,
  listed: { view, row, status },
}: PlaceProps & { readonly listed: ListedObject }) {
  return (
    <li className={styles['item']}>
      <Icon name={kindIcon(view.icon)} />
      <span className={styles['kind']}>{view.kind}</span>
      <Name cluster={cluster} own={own} kind={view.resource} namespace={row.namespace} name={row.name} />
      {status === null ? <span /> : <Status tone={status.tone} text={status.status} />}
    </li>
  );
}

/** An object that this one names: what it means is said, and how it is. */
export function NamedItem({
  cluster,
  own,
  named: { reference, meanings },
  isFollowed,
}: PlaceProps & { readonly named: NamedObject; readonly isFollowed: boolean }) {
  const { t } = useTranslation();
  const entry = findKindEntry(reference);
  // One Secret is not read for the sake of a link: it would come with its values.
  const isRead = isFollowed && entry !== undefined && entry.holdsValues !== true && canBeNamed(reference);
  return (
    <li className={styles['item']}>
      <Icon name={kindIcon(entry?.icon)} />
      <span className={styles['kind']}>{entry?.kind ?? visibleText(reference.resource)}</span>
      <span className={styles['name']}>
        <Name cluster={cluster} own={own} kind={reference} namespace={reference.namespace} name={reference.name} />
        <span className={styles['meaning']}>{meanings.map(meaning => t(`meaning.${meaning}`)).join(', ')}</span>
      </span>
      {isRead ? <LiveStatus cluster={cluster} reference={reference} /> : <span />}
    </li>
  );
}

/** What an object says is a name may be any text; only what can be one is asked for. */
function canBeNamed({ namespace, name }: NamedObject['reference']): boolean {
  return isPathSegment(name) && (namespace === '' || isPathSegment(namespace));
}

function Name({
  cluster,
  own,
  kind,
  namespace,
  name,
}: PlaceProps & {
  readonly kind: { readonly group: string; readonly resource: string };
  readonly namespace: string;
  readonly name: string;
}) {
  return (
    <span className={styles['name']}>
      <Link
        to="/c/$cluster/$resource/$namespace/$name"
        params={{ cluster, resource: kindAddress(kind), namespace: namespace || '-', name }}
      >
        {visibleText(name)}
      </Link>
      {namespace === own || namespace === '' ? null : <span className={styles['place']}>{visibleText(namespace)}</span>}
    </span>
  );
}

/** How a named object is; that it is not there is said as well. */
function LiveStatus({
  cluster,
  reference,
}: {
  readonly cluster: string;
  readonly reference: NamedObject['reference'];
}) {
  const { t } = useTranslation();
  const view = findKindView(reference);
  const { namespace, name } = reference;
  const resource = view?.resource ?? { ...reference, version: 'v1' };
  const live = useLiveObject(
    useMemo(
      () => ({
        cluster,
        resource: { group: resource.group, version: resource.version, resource: resource.resource },
        namespace,
        name,
      }),
      [cluster, resource.group, resource.version, resource.resource, namespace, name],
    ),
  );
  if (view === undefined) return <span />;
  if (live.state.kind === 'forbidden') return <span className="dim">{t('related.mayNotBeRead')}</span>;
  if (live.object === null) return <Status tone="warning" text={t('related.notThere')} />;
  if (live.object === undefined) return <span className="dim">…</span>;
  return (
    <ObjectCells subject={{ cluster, view, namespace, name }} object={live.object}>
      {cells => {
        const status = statusOf(view, cells);
        return status === null ? <span /> : <Status tone={status.tone} text={status.status} />;
      }}
    </ObjectCells>
  );
}
