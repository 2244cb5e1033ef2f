import { useTranslation } from 'react-i18next';
import { defaultContainer } from '@lanthorn/kube/objects/default-container.ts';
import { readContainers } from '../../data/objects/pod-containers.ts';
import { whyNotRunning } from '../../data/objects/why-not-running.ts';
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
  const still = whyNotRunning(pod, name);
  if (still === null) return null;
  return (
    <div className={`log-end ${styles['end']}`} role="status">
      <span data-testid="terminal-awaited">
        {t('terminal.awaited', { container: visibleText(name), state: visibleText(still.state) })}
      </span>
      {still.message === '' ? null : <span className="dim">{visibleText(still.message)}</span>}
    </div>
  );
}
