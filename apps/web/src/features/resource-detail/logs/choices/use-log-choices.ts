import { createContext, type Dispatch, type SetStateAction, use, useState } from 'react';
import { type LogSpan, NEWEST_LINES } from './log-span.tsx';

/** How a log is read and shown, whichever it is. */
interface LogChoices {
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly isWrapped: boolean;
  readonly span: LogSpan;
}

export type KeptChoices = readonly [LogChoices, Dispatch<SetStateAction<LogChoices>>];

const FIRST_LOOK: LogChoices = { follow: true, timestamps: false, isWrapped: false, span: NEWEST_LINES };

/** Who shows one of several logs keeps them: the next one is shown as the last was. */
export const LogChoicesContext = createContext<KeptChoices | null>(null);

export function useKeptChoices(): KeptChoices {
  return useState(FIRST_LOOK);
}

export function useLogChoices(): KeptChoices {
  const own = useKeptChoices();
  return use(LogChoicesContext) ?? own;
}
