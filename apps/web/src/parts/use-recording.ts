import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClusterSettings, SettingsAnswer } from '@lanthorn/protocol/http/settings-messages.ts';
import { useClient } from '../data/client/client.ts';

/** Somebody else may turn it off, a cluster may die: it is asked for this often while it is on screen. */
const EVERY_MS = 10_000;

export interface Recording {
  /** Null until the first answer. */
  readonly answer: SettingsAnswer | null;
  /** Why the last question or choice failed; '' where it did not. */
  readonly trouble: string;
  readonly isChoosing: boolean;
  readonly choose: (settings: ClusterSettings) => void;
}

/** Whether runs of a cluster are recorded without a tab, and how that does. */
export function useRecording(cluster: string): Recording {
  const { api } = useClient();
  const [answer, setAnswer] = useState<SettingsAnswer | null>(null);
  const [trouble, setTrouble] = useState('');
  const [isChoosing, setChoosing] = useState(false);
  /** The choice that is being kept, or was last: an answer to what was asked before it is old. */
  const choice = useRef<{ isKept: boolean } | null>(null);
  const take = useCallback((asked: Promise<SettingsAnswer>, isCurrent: () => boolean) => {
    return asked.then(
      told => {
        if (!isCurrent()) return;
        setAnswer(told);
        setTrouble('');
      },
      (error: unknown) => {
        if (isCurrent()) setTrouble(error instanceof Error ? error.message : String(error));
      },
    );
  }, []);
  useEffect(() => {
    let isCurrent = true;
    setAnswer(null);
    const ask = () => {
      const before = choice.current;
      if (before?.isKept === false) return;
      void take(api.settings(cluster), () => isCurrent && choice.current === before);
    };
    ask();
    const timer = window.setInterval(ask, EVERY_MS);
    return () => {
      isCurrent = false;
      choice.current = null;
      setChoosing(false);
      window.clearInterval(timer);
    };
  }, [api, cluster, take]);
  const choose = (settings: ClusterSettings) => {
    const chosen = { isKept: false };
    choice.current = chosen;
    const isCurrent = () => choice.current === chosen;
    setChoosing(true);
    void take(api.saveSettings(cluster, settings), isCurrent).then(() => {
      chosen.isKept = true;
      if (isCurrent()) setChoosing(false);
    });
  };
  return { answer, trouble, isChoosing, choose };
}
