import { type ReactNode, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import { clusterKeyStart, readClusterKey } from '@lanthorn/views/cluster-row-key.ts';
import { useKnownClusters } from '../../../data/client/known-clusters.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Button } from '../../../ui/button/button.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { useStateOf } from '../../../ui/form/use-state-of.ts';
import { whyText } from '../../../ui/status/freshness.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import styles from './compare-object.module.css';

/** Which object of the same kind it is compared with: in any namespace of any cluster, live. */
export function OtherObject({
  subject,
  other,
  onOther,
  children,
}: {
  readonly subject: DetailSubject;
  readonly other: string;
  readonly onOther: (other: string) => void;
  readonly children: (object: unknown) => ReactNode;
}) {
  const { t } = useTranslation();
  const known = useId();
  const names = useKnownClusters(state => state.answer)?.clusters.map(each => each.name) ?? [];
  const { cluster: chosen, key } = readClusterKey(other) ?? { cluster: subject.cluster, key: other };
  const slash = key.indexOf('/');
  const isInNone = subject.namespace === '';
  const [fields, setFields] = useStateOf(other, () => ({
    cluster: chosen,
    namespace: slash < 0 ? subject.namespace : key.slice(0, slash),
    name: slash < 0 ? subject.name : key.slice(slash + 1),
  }));
  const { cluster, namespace, name } = fields;
  const isValid = isPathSegment(name.trim()) && (isInNone || isPathSegment(namespace.trim()));
  const isHere = cluster.trim() === subject.cluster;
  const isItself = isHere && name.trim() === subject.name && namespace.trim() === subject.namespace;
  const why = isValid ? (isItself ? t('compare.itself') : null) : t('compare.noName');
  return (
    <>
      <form
        className={styles['form']}
        onSubmit={event => {
          event.preventDefault();
          const start = isHere ? '' : clusterKeyStart(cluster.trim());
          if (why === null) onOther(`${start}${isInNone ? '' : namespace.trim()}/${name.trim()}`);
        }}
      >
        {names.length < 2 ? null : (
          <>
            <BareInput
              aria-label={t('compare.cluster')}
              list={known}
              value={cluster}
              onChange={text => setFields({ ...fields, cluster: text })}
            />
            <datalist id={known}>
              {names.map(each => (
                <option key={each} value={each}>
                  {visibleText(each)}
                </option>
              ))}
            </datalist>
          </>
        )}
        {isInNone ? null : (
          <BareInput
            aria-label={t('column.namespace')}
            value={namespace}
            onChange={text => setFields({ ...fields, namespace: text })}
          />
        )}
        <BareInput aria-label={t('column.name')} value={name} onChange={text => setFields({ ...fields, name: text })} />
        <Button type="submit" why={why}>
          {t('compare.show')}
        </Button>
      </form>
      {slash < 0 ? (
        <p className="dim">{t('compare.which')}</p>
      ) : (
        <Found subject={{ ...subject, cluster: chosen }} namespace={key.slice(0, slash)} name={key.slice(slash + 1)}>
          {children}
        </Found>
      )}
    </>
  );
}

function Found({
  subject: { cluster, view },
  namespace,
  name,
  children,
}: {
  readonly subject: DetailSubject;
  readonly namespace: string;
  readonly name: string;
  readonly children: (object: unknown) => ReactNode;
}) {
  const { t } = useTranslation();
  const { group, version, resource } = view.resource;
  const { object, state } = useLiveObject(
    useMemo(
      () => ({ cluster, resource: { group, version, resource }, namespace, name }),
      [cluster, group, version, resource, namespace, name],
    ),
  );
  if (object === null) return <p role="status">{t('compare.notThere', { name: visibleText(name) })}</p>;
  if (object !== undefined) return children(object);
  if (state.kind === 'loading' || state.kind === 'live') return <Skeleton lines={4} label={t('detail.loading')} />;
  return (
    <p className="tone-warning" role="status">
      {whyText(state, t)}
    </p>
  );
}
