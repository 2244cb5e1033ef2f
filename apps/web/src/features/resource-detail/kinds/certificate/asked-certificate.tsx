import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import { requestedSubject } from '@lanthorn/views/kinds/certificates.k8s.io/requested-subject.ts';
import { useActionItems } from '../../../../data/actions/use-action-items.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { shortDuration } from '../../../../ui/time/time.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import type { SectionProps } from '../../sections/section-props.ts';
import { targetOf } from '../../subject/detail-subject.ts';

/** Of a request that has no certificate yet: who asks whom for which, and what can be done about it. */
export function AskedCertificate({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const spec = (field: string) => visibleText(asString(getPath(object, 'spec', field)));
  const seconds = asNumber(getPath(object, 'spec', 'expirationSeconds'));
  const { commonName = '', organizations = [] } = requestedSubject(object) ?? {};
  const values = { who: spec('username'), signer: spec('signerName'), name: visibleText(commonName) };
  if (asString(getPath(object, 'status', 'certificate')) !== '') return null;
  return (
    <>
      <p>
        {t(commonName === '' ? 'signing.asks' : 'signing.asksFor', values)}
        {organizations.length === 0
          ? ''
          : ` ${t('signing.groups', { groups: organizations.map(visibleText).join(' · ') })}`}
        {seconds === undefined ? '' : ` ${t('signing.validFor', { duration: shortDuration(seconds * 1000) })}`}
      </p>
      {findCondition(object, 'Failed') === null ? <Decision subject={subject} object={object} /> : null}
    </>
  );
}

/** Both ways to decide while nobody has; after that the signer is awaited. */
function Decision({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const items = useActionItems([{ target: targetOf(subject, object), state: objectState(object) }]);
  const decisions = items.filter(({ isAwaited }) => isAwaited);
  if (decisions.length === 0) return <p>{t('signing.awaited')}</p>;
  return (
    <p>
      {t('signing.undecided')}{' '}
      {decisions.map(({ kind, title, disabled, run }, i) => (
        <Fragment key={kind}>
          {i === 0 ? null : ' · '}
          <Button variant="link" why={disabled} onClick={run}>
            {title}
          </Button>
        </Fragment>
      ))}
    </p>
  );
}
