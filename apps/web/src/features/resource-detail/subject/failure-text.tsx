import { useTranslation } from 'react-i18next';
import type { ContainerFailure } from '@lanthorn/views/kinds/core/container-failures.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Why a container failed, in words. */
export function FailureText({ container, exitCode, reason, message }: ContainerFailure) {
  const { t } = useTranslation();
  const values = { container: visibleText(container), exitCode, reason: visibleText(reason) };
  return (
    <p style={{ margin: 0 }}>
      {t(exitCode === null ? 'failure.waiting' : reason === '' ? 'failure.exitedBare' : 'failure.exited', values)}
      {message === '' ? '' : ` ${visibleText(message)}`}
    </p>
  );
}
