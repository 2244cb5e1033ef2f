import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity } from '../../../data/actions/action-dialog-store.ts';
import { useClient } from '../../../data/client/client.ts';
import { answerOf, problemOf, useAsked } from '../../../data/client/use-asked.ts';
import { Age } from '../../../ui/time/time.tsx';
import { useTimeReader } from '../../../ui/time/clock.ts';
import { Button } from '../../../ui/button/button.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { type DetailSubject, targetOf } from './detail-subject.ts';

/** What a plan to delete tells of each finalizer; that they hold the object is said already. */
const OF_FINALIZER = /^effect\.finalizer[A-Z]/;

interface Press {
  readonly count: number;
  readonly at: number;
}

/** Of what waits for its finalizers: who serves them and whether that is alive. Asked for by a press: it reads leases and workloads, and tries a deletion. */
export function FinalizerServers({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const readTime = useTimeReader();
  const [identity] = useState(drawIdentity);
  const [press, setPress] = useState<Press | null>(null);
  const key = JSON.stringify(targetOf(subject, object));
  const request = useMemo(
    (): OperationRequest => ({
      ...identity,
      kind: 'object.delete',
      targets: [JSON.parse(key) as ReturnType<typeof targetOf>],
    }),
    [identity, key],
  );
  const news = JSON.stringify([press?.count, readMeta(object).finalizers]);
  const asked = useAsked(press === null ? null : request, each => api.preview(each), news);
  const preview = answerOf(asked)?.previews[0];
  const told = preview?.effects.filter(effect => OF_FINALIZER.test(effect.key)) ?? [];
  const problem = problemOf(asked) ?? preview?.refusal?.message;
  return (
    <div>
      <Button
        variant="link"
        isBusy={press !== null && asked === null}
        onClick={() => setPress({ count: (press?.count ?? 0) + 1, at: readTime() })}
      >
        {t('detail.finalizerServers')}
      </Button>{' '}
      {press === null ? null : (
        <span className="dim">
          <Age at={press.at} />
        </span>
      )}
      <div role="status">
        {told.length > 0 ? (
          <ul className="effects">
            {told.map(({ key: word, values }) => (
              <li key={JSON.stringify([word, values])}>{t(word, values)}</li>
            ))}
          </ul>
        ) : asked === null ? null : (
          visibleText(problem ?? t('detail.finalizersUntold'))
        )}
      </div>
    </div>
  );
}
