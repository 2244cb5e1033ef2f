import { useTranslation } from 'react-i18next';
import type { Trouble } from '@lanthorn/views/cells/trouble.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Why something failed, in words: a container with its exit code, or the reason of a condition. */
export function FailureText({ container, exitCode, reason, message }: Omit<Trouble, 'since'>) {
  const { t } = useTranslation();
  const values = { container: visibleText(container ?? ''), exitCode, reason: visibleText(reason) };
  const why =
    container === null
      ? values.reason
      : t(exitCode === null ? 'failure.waiting' : reason === '' ? 'failure.exitedBare' : 'failure.exited', values);
  const said = visibleText(message);
  return (
    <p style={{ margin: 0 }}>
      {/* A container's sentence is whole; a bare reason is explained by the message. */}
      {said === '' || said === why ? why : container === null && why !== '' ? `${why}: ${said}` : `${why} ${said}`}
    </p>
  );
}
