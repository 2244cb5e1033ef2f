import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forwardLine } from '@lanthorn/actions/pod/forward-port.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { ForwardedPort } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { useClient } from '../../data/client/client.ts';
import { portAddress, portPlace } from '../../data/ports/port-address.ts';
import { Button } from '../../ui/button/button.tsx';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { Popover } from '../../ui/layer/popover.tsx';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';
import { Status } from '../../ui/status/status.tsx';
import { problemWords } from '../../ui/words/i18n.ts';
import { bytesText } from '../../ui/words/quantity-text.ts';
import { visibleText } from '../../ui/words/text.ts';
import styles from './ports-panel.module.css';

type Phase = 'open' | 'unready' | 'waiting' | 'stopped';
const TONES: Readonly<Record<Phase, StatusTone>> = {
  open: 'ok',
  unready: 'warning',
  waiting: 'warning',
  stopped: 'muted',
};

function phaseOf({ isOpen, pod }: ForwardedPort): Phase {
  if (!isOpen) return 'stopped';
  if (pod === null) return 'waiting';
  return pod.isReady ? 'open' : 'unready';
}

/** One port: how it is, whereto it leads, what went through it, and what can be done with it. */
export function PortRow({ port, cluster }: { readonly port: ForwardedPort; readonly cluster: string }) {
  const { t, i18n } = useTranslation();
  const { target, problem, pod } = port;
  const { run, isBusy, failure } = useRun();
  const { api } = useClient();
  const phase = phaseOf(port);
  const kind = findKindEntry(target.resource)?.kind ?? target.resource.resource;
  const said = failure ?? (problem === null ? null : problemWords(problem));
  const size = (bytes: number) => bytesText(bytes, i18n.language);
  return (
    <tr data-port={port.local} data-phase={phase}>
      <td data-place="title">
        {visibleText(target.name)} <span className="dim">{`:${port.port}`}</span>
        <div className="dim">
          {[kind, target.namespace, ...(target.cluster === cluster ? [] : [target.cluster])]
            .map(visibleText)
            .join(' · ')}
        </div>
      </td>
      <td data-place="state">
        <Status tone={TONES[phase]} text={t(`ports.${phase}`)} />
      </td>
      <td data-place="detail">
        <code>{portPlace(port)}</code>
        {pod === null ? null : <> → {t('ports.pod', { pod: visibleText(pod.name), port: pod.port })}</>}
        {said === null ? null : (
          <div className="tone-bad" role="alert">
            {visibleText(said)}
          </div>
        )}
      </td>
      <td data-place="detail" data-dim>
        {port.opened === 0
          ? null
          : [
              t('ports.connections', { count: port.connections }),
              t('ports.traffic', { received: size(port.received), sent: size(port.sent) }),
            ].join(' · ')}
      </td>
      <td data-place="detail" data-whole>
        <span className={styles['buttons']}>
          <OpenLink port={port} />
          <Popover label={t('ports.byHand')} width={480} trigger={trigger => <Button {...trigger}>{t('copy')}</Button>}>
            <CopyLine text={portAddress(port, location.hostname) ?? portPlace(port)} label={t('ports.address')} />
            <CopyLine text={forwardLine(target, target.cluster, port)} />
          </Popover>
          {port.isOpen ? (
            <Button isBusy={isBusy} onClick={() => run(() => api.stopPort({ id: port.id, isForgotten: false }))}>
              {t('ports.stop')}
            </Button>
          ) : (
            <Button icon="play" isBusy={isBusy} onClick={() => run(() => api.openPort(port))}>
              {t('ports.start')}
            </Button>
          )}
          <Button
            variant="ghost"
            icon="close"
            aria-label={t('ports.forget', { name: visibleText(target.name), port: port.port })}
            title={t('ports.forgetTitle')}
            onClick={() => run(() => api.stopPort({ id: port.id, isForgotten: true }))}
          />
        </span>
      </td>
    </tr>
  );
}

/** In a tab of its own, at an origin of its own, which is told nothing of where the person comes from. */
function OpenLink({ port }: { readonly port: ForwardedPort }) {
  const { t } = useTranslation();
  const address = portAddress(port, location.hostname);
  if (address === null || !port.isOpen) return null;
  return (
    <a className={styles['open']} href={address} target="_blank" rel="noopener noreferrer">
      {t('ports.openPage')}
    </a>
  );
}

/** One request at a time, and what was said to it. */
function useRun() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = (ask: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    ask()
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return { run, isBusy, failure };
}
