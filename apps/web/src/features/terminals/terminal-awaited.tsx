import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { defaultContainer } from '@lanthorn/kube/objects/default-container.ts';
import { readContainerViews } from '@lanthorn/views/kinds/core/containers/container-view.ts';
import { readContainers, waitingMessage } from '../../data/objects/pod-containers.ts';
import { visibleText } from '../../ui/words/text.ts';
import styles from './terminal-panel.module.css';

/** Why there is no terminal yet, where its container does not run: it is waited for. */
export function TerminalAwaited({
  pod,
  container,
}: {
  /** Undefined until it is known, null where there is none. */
  readonly pod: unknown;
  /** '' for the one that is meant where none is named. */
  readonly container: string;
}) {
  const { t } = useTranslation();
  if (pod == null) return null;
  const names = readContainers(pod).map(({ name }) => name);
  const name = container || (defaultContainer(pod, names) ?? '');
  const state = readContainerViews(pod).find(view => view.name === name)?.state ?? null;
  const phase = asString(getPath(pod, 'status', 'phase'));
  const word = state?.word ?? (phase === 'Pending' ? phase : '');
  if (word === '' || word === 'Running') return null;
  const message = waitingMessage(pod, name);
  return (
    <div className={`log-end ${styles['end']}`} role="status">
      <span data-testid="terminal-awaited">
        {t('terminal.awaited', { container: visibleText(name), state: visibleText(word) })}
      </span>
      {message === '' ? null : <span className="dim">{visibleText(message)}</span>}
    </div>
  );
}
