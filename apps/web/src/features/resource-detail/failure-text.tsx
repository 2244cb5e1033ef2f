import { useTranslation } from 'react-i18next';
import type { ContainerFailure } from '@lanthorn/views/kinds/core/pods.ts';
import { visibleText } from '../../ui/text.ts';

/** Why a container failed, in words. */
export function FailureText({ container, exitCode, reason, message }: ContainerFailure) {
  const { t } = useTranslation();
  const values = { container: visibleText(container), exitCode, reason: visibleText(reason) };
  return (
    <p style={{ margin: 0 }}>
      {exitCode === null ? t('failure.waiting', values) : t('failure.exited', values)}
      {message === '' ? '' : ` ${visibleText(message)}`}
    </p>
  );
}
