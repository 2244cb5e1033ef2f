import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FORWARD_PORT, forwardLine } from '@lanthorn/actions/pod/forward-port.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { isPort, type NamedPort, namedPorts, portScheme } from '@lanthorn/kube/objects/pod-ports.ts';
import { useWhyNot } from '../../data/actions/use-why-not.ts';
import { useClient } from '../../data/client/client.ts';
import { useLiveObject } from '../../data/objects/use-live-object.ts';
import { Button } from '../../ui/button/button.tsx';
import { Select } from '../../ui/choice/select.tsx';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { BareInput } from '../../ui/form/text-input.tsx';
import { Popover } from '../../ui/layer/popover.tsx';
import { visibleText } from '../../ui/words/text.ts';
import styles from './ports-panel.module.css';

/** Value of the choice that is no port's number. */
const OTHER = 'other';

/** Another port of an object: which of its own, or any other, and at which of this machine. */
export function PortForm({ target }: { readonly target: ObjectTarget }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const { cluster, resource, namespace, name } = target;
  const { object, state } = useLiveObject({ cluster, resource, namespace, name });
  const offered = namedPorts(object);
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [local, setLocal] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // What is typed before its ports are known is what is wanted.
  const choice = chosen ?? (typed === '' ? String(offered[0]?.port ?? OTHER) : OTHER);
  const port = readPort(choice === OTHER ? typed : choice);
  // Which ports it has is still to come: nobody chose none of them.
  const isAsking = state.kind === 'loading' && typed === '';
  const localPort = local.trim() === '' ? 0 : readPort(local);
  const why = useRefusal(target);
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (why !== null || isBusy || isAsking) return;
    if (port === null || localPort === null) return setFailure(t('ports.badNumber'));
    const scheme = offered.find(each => each.port === port)?.scheme ?? portScheme({ port, words: [] });
    setBusy(true);
    setFailure(null);
    api
      .openPort({ id: crypto.randomUUID(), target, port, local: localPort, scheme })
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
    return undefined;
  };
  return (
    <form className="log-bar" onSubmit={start} noValidate data-testid="port-form">
      <strong className={styles['name']}>{visibleText(name)}</strong>
      <label>
        {t('ports.port')}
        {offered.length === 0 ? null : (
          <Select
            choices={[
              ...offered.map(each => ({ value: String(each.port), text: titleOf(each) })),
              { value: OTHER, text: t('ports.other') },
            ]}
            value={choice}
            onChange={setChosen}
          />
        )}
        {choice === OTHER ? (
          <BareInput
            inputMode="numeric"
            size={6}
            aria-label={t('ports.port')}
            value={typed}
            aria-invalid={(typed !== '' && port === null) || undefined}
            onChange={setTyped}
          />
        ) : null}
      </label>
      <LocalPort value={local} isWrong={localPort === null} onChange={setLocal} />
      <Button type="submit" variant="primary" why={why} isBusy={isBusy || isAsking}>
        {t('ports.forward')}
      </Button>
      <Popover label={t('ports.byHand')} width={480} trigger={trigger => <Button {...trigger}>kubectl</Button>}>
        <CopyLine text={forwardLine(target, cluster, { port, local: localPort ?? 0 })} />
      </Popover>
      {failure === null ? null : (
        <span role="alert" className="tone-bad">
          {visibleText(failure)}
        </span>
      )}
    </form>
  );
}

function LocalPort({
  value,
  isWrong,
  onChange,
}: {
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <label>
      {t('ports.local')}
      <BareInput
        inputMode="numeric"
        size={8}
        placeholder={t('ports.anyLocal')}
        value={value}
        aria-invalid={isWrong || undefined}
        onChange={onChange}
      />
    </label>
  );
}

/** Why it may not be done; null while nothing is known to forbid it. */
function useRefusal(target: ObjectTarget): string | null {
  return useWhyNot(FORWARD_PORT.kind, target.cluster, [FORWARD_PORT.right(target)]) ?? null;
}

/** Null where it is no number of a port. */
function readPort(text: string): number | null {
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  return isPort(port) ? port : null;
}

function titleOf({ port, name }: NamedPort): string {
  return name === '' ? String(port) : `${port} ${visibleText(name)}`;
}
