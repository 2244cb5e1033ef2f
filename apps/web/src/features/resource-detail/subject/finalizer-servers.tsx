import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity } from '../../../data/actions/action-dialog-store.ts';
import { useClient } from '../../../data/client/client.ts';
import { answerOf, problemOf, useAsked } from '../../../data/client/use-asked.ts';
import { Button } from '../../../ui/button/button.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { type DetailSubject, targetOf } from './detail-subject.ts';

/** What a plan to delete tells of each finalizer; that they hold the object is said already. */
const OF_FINALIZER = /^effect\.finalizer[A-Z]/;

/** Of what waits for its finalizers: who serves them and whether that is alive. Asked for by a press: it reads leases and workloads, and tries a deletion. */
export function FinalizerServers({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [identity] = useState(drawIdentity);
  const [isAsked, setAsked] = useState(false);
  const target = targetOf(subject, object);
  const key = JSON.stringify(target);
  const request = useMemo(
    (): OperationRequest => ({ ...identity, kind: 'object.delete', targets: [JSON.parse(key) as typeof target] }),
    [identity, key],
  );
  const asked = useAsked(isAsked ? request : null, each => api.preview(each), readMeta(object).finalizers.join());
  const preview = answerOf(asked)?.previews[0];
  const told = preview?.effects.filter(effect => OF_FINALIZER.test(effect.key)) ?? [];
  const problem = problemOf(asked) ?? (told.length === 0 ? (preview?.refusal?.message ?? null) : null);
  if (told.length > 0)
    return (
      <ul className="effects">
        {told.map(({ key: word, values }) => (
          <li key={JSON.stringify([word, values])}>{t(word, values)}</li>
        ))}
      </ul>
    );
  if (problem !== null) return visibleText(problem);
  return (
    <Button variant="link" isBusy={isAsked} onClick={() => setAsked(true)}>
      {t('detail.finalizerServers')}
    </Button>
  );
}
