import { useState } from 'react';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { isRunning } from '@lanthorn/protocol/operation-state.ts';
import { useClient } from '../../data/client/client.ts';

export interface Sent {
  readonly follow: (id: string, text: string) => void;
  /** It is asked about anew: what came of it before is another matter. */
  readonly forget: () => void;
  readonly operationOf: (text: string) => Operation | null;
  /** All of it is done: nothing of that text is left to be kept. */
  readonly isDone: (text: string) => boolean;
}

/** The operation that a text was sent with. */
export function useSent(): Sent {
  const { operations } = useClient();
  const [sent, setSent] = useState<{ readonly id: string; readonly text: string } | null>(null);
  const operation = operations(state => state.operations.find(({ id }) => id === sent?.id)) ?? null;
  return {
    follow: (id: string, text: string) => setSent({ id, text }),
    forget: () => setSent(null),
    operationOf: (text: string) => (sent?.text === text ? operation : null),
    isDone: (text: string) =>
      sent?.text === text &&
      operation !== null &&
      !isRunning(operation) &&
      operation.targets.every(({ phase }) => phase === 'seen' || phase === 'settled'),
  };
}
