import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REVEAL_VALUE } from '@lanthorn/actions/objects/reveal-value.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { DataKey, DataKeysRequest, SecretValueAnswer } from '@lanthorn/protocol/http/data-messages.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { useAccess } from '../../../data/actions/use-access.ts';
import { useClient } from '../../../data/client/client.ts';
import { useClusterRules } from '../../../data/client/use-cluster-rules.ts';
import { answerOf, problemOf, useAsked } from '../../../data/client/use-asked.ts';
import { Button } from '../../../ui/button/button.tsx';
import { useSwappedFocus } from '../../../ui/focus/swapped-focus.ts';
import { CopyLine } from '../../../ui/form/copy-line.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { bytesText } from '../../../ui/words/quantity-text.ts';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { Certificates } from './certificates.tsx';
import styles from './data-keys.module.css';
import type { SectionProps } from '../sections/section-props.ts';

/** What the object holds under which key: how long it is, what certificates in it say, and the value itself when somebody asks. */
export function DataKeys({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { resource } = subject.view.resource;
  const { api } = useClient();
  const { cluster, namespace, name } = subject;
  const asked = useAsked(
    { cluster, kind: resource as DataKeysRequest['kind'], namespace, name },
    request => api.dataKeys(request),
    readMeta(object).resourceVersion,
  );
  const keys = answerOf(asked)?.keys ?? null;
  const problem = problemOf(asked);
  const isMasked = findKindEntry(subject.view.resource)?.holdsValues === true;
  return (
    <Section
      title={t('values.title')}
      note={keys === null || keys.length === 0 ? '' : String(keys.length)}
      testId="data-keys"
    >
      {problem === null ? null : <Notice tone="bad">{t('values.unread', { why: visibleText(problem) })}</Notice>}
      {keys === null && problem === null ? <Skeleton lines={3} label={t('detail.loading')} /> : null}
      {keys?.length === 0 ? <p className="dim">{t('values.none')}</p> : null}
      <ul className={styles['keys']}>
        {(keys ?? []).map(entry => (
          <li key={entry.key} className={styles['key']}>
            <Head entry={entry} />
            <Certificates certificates={entry.certificates} />
            {isMasked ? (
              <MaskedValue subject={subject} object={object} entry={entry} />
            ) : entry.isText ? (
              <details>
                <summary>{t('values.show')}</summary>
                <CopyLine text={asString(getPath(object, 'data', entry.key))} label={visibleText(entry.key)} />
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Head({ entry: { key, bytes, isText } }: { readonly entry: DataKey }) {
  const { t, i18n } = useTranslation();
  return (
    <div className={styles['head']}>
      <strong>{visibleText(key)}</strong>
      <span className="dim">{t('values.bytes', { size: bytesText(bytes, i18n.language) })}</span>
      {isText ? null : <span className="dim">{t('values.binary')}</span>}
    </div>
  );
}

type Revealed =
  | { readonly kind: 'hidden' | 'asking' }
  | { readonly kind: 'shown'; readonly value: SecretValueAnswer }
  | { readonly kind: 'refused'; readonly why: string };

/** One value, read when somebody presses, and forgotten when it is hidden or the page is left. */
function MaskedValue({
  subject: { cluster, namespace, name },
  object,
  entry,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly entry: DataKey }): ReactNode {
  const { t } = useTranslation();
  const { api } = useClient();
  const { uid, resourceVersion } = readMeta(object);
  const rights = useMemo(() => [{ verb: 'get', group: '', resource: 'secrets', namespace, name }], [namespace, name]);
  const [isAllowed] = useAccess(cluster, rights);
  const withheld = useClusterRules().withheld(REVEAL_VALUE.kind, [cluster]);
  const [revealed, setRevealed] = useState<Revealed>({ kind: 'hidden' });
  const pressed = useSwappedFocus<HTMLButtonElement>(revealed.kind === 'shown');
  // Of another state of the Secret it may be another value.
  useEffect(() => setRevealed({ kind: 'hidden' }), [uid, resourceVersion]);
  const reveal = () => {
    const asking = { kind: 'asking' } as const;
    setRevealed(asking);
    // What was hidden meanwhile stays so: it may be another value by now.
    const answered = (answer: Revealed) => setRevealed(now => (now === asking ? answer : now));
    const request = { id: crypto.randomUUID(), cluster, namespace, name, uid, key: entry.key };
    api.secretValue(request).then(
      value => answered({ kind: 'shown', value }),
      (error: unknown) => answered({ kind: 'refused', why: error instanceof Error ? error.message : String(error) }),
    );
  };
  if (revealed.kind === 'shown')
    return (
      <>
        <CopyLine text={revealed.value.text ?? revealed.value.base64} label={visibleText(entry.key)} />
        {revealed.value.text === null ? <span className="dim">{t('values.inBase64')}</span> : null}{' '}
        <Button ref={pressed} onClick={() => setRevealed({ kind: 'hidden' })}>
          {t('values.hide')}
        </Button>
      </>
    );
  return (
    <div className={styles['masked']}>
      <span aria-hidden="true">••••••</span>
      <Button
        ref={pressed}
        isBusy={revealed.kind === 'asking'}
        why={withheld ?? (isAllowed === false ? t('values.mayNot', { namespace: visibleText(namespace) }) : null)}
        aria-label={t('values.revealOf', { key: visibleText(entry.key) })}
        onClick={reveal}
      >
        {t('values.reveal')}
      </Button>
      {revealed.kind === 'refused' ? (
        <span className="tone-bad" role="alert">
          {visibleText(revealed.why)}
        </span>
      ) : null}
    </div>
  );
}
