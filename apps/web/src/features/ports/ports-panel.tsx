import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { ForwardedPort } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { useClient } from '../../data/client/client.ts';
import { usePorts } from '../../data/ports/use-ports.ts';
import { Button } from '../../ui/button/button.tsx';
import { Table } from '../../ui/data/table.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { problemWords } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';
import { PortForm } from './port-form.tsx';
import { PortRow } from './port-row.tsx';
import styles from './ports-panel.module.css';

/** The ports of this machine that lead to pods, and another one of the object that was chosen last. */
export function PortsPanel({ cluster, target }: { readonly cluster: string; readonly target: ObjectTarget | null }) {
  const { t } = useTranslation();
  const { state, end } = usePorts(cluster);
  const ports = state?.ports ?? [];
  return (
    <div className={styles['panel']}>
      {target === null ? null : <PortForm key={JSON.stringify(target)} target={target} />}
      {end === null ? null : (
        <p className="notice tone-warning" role="alert">
          {end.problem === null ? t('ports.untold') : visibleText(problemWords(end.problem))}
        </p>
      )}
      {state === null ? (
        end === null && <Skeleton lines={2} label={t('detail.loading')} />
      ) : (
        <>
          <StartAll ports={ports} />
          {ports.length === 0 ? <p className="notice">{t('ports.none')}</p> : null}
          <Table aria-label={t('dock.ports')}>
            {ports.map(port => (
              <PortRow key={port.id} port={port} cluster={cluster} />
            ))}
          </Table>
          <p className="log-end">
            {t('ports.limits')}
            {state.isKept ? null : ` ${t('ports.unkept')}`}
          </p>
        </>
      )}
    </div>
  );
}

/** Those of before a restart, in one go. */
function StartAll({ ports }: { readonly ports: readonly ForwardedPort[] }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [isBusy, setBusy] = useState(false);
  const closed = ports.filter(({ isOpen }) => !isOpen);
  if (closed.length < 2) return null;
  const start = () => {
    setBusy(true);
    // What one cannot says its row, when it is started by itself.
    void Promise.allSettled(closed.map(port => api.openPort(port))).then(() => setBusy(false));
  };
  return (
    <div className="log-bar">
      <Button icon="play" isBusy={isBusy} onClick={start}>
        {t('ports.startAll', { count: closed.length })}
      </Button>
    </div>
  );
}
