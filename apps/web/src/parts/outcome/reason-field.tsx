import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_REASON } from '@lanthorn/protocol/constants.ts';
import { useClusterRules } from '../../data/client/use-cluster-rules.ts';
import { TextInput } from '../../ui/form/text-input.tsx';
import { visibleText } from '../../ui/words/text.ts';

export interface Reason {
  /** Null where none is asked for. */
  readonly field: ReactNode;
  /** One is there, or none is asked for. */
  readonly isGiven: boolean;
  /** The part of a request that says it. */
  readonly said: { readonly reason?: string };
}

/** Why something is done in one cluster, where it asks for that: kept as long as the form is there. */
export function useOwnReason(cluster: string): Reason {
  const [reason, setReason] = useState('');
  return useReason([cluster], { reason, setReason });
}

/** Why something is done, where a cluster asks for it. */
export function useReason(
  clusters: readonly string[],
  { reason, setReason }: { readonly reason: string; readonly setReason: (reason: string) => void },
): Reason {
  const { t } = useTranslation();
  const asking = useClusterRules().asking(clusters);
  if (asking.length === 0) return { field: null, isGiven: true, said: {} };
  const field = (
    <TextInput
      data-autofocus
      label={t('dialog.reason')}
      help={t('dialog.reasonHelp', { clusters: visibleText(asking.join(', ')) })}
      maxLength={MAX_REASON}
      value={reason}
      onChange={setReason}
    />
  );
  return { field, isGiven: reason.trim() !== '', said: { reason: reason.trim() } };
}
