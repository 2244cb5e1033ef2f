import { useRef, useState } from 'react';
import type { PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { drawIdentity } from '../../data/actions/action-dialog-store.ts';
import { previewInParts } from '../../data/actions/preview-in-parts.ts';
import { useClient } from '../../data/client/client.ts';
import { lookAt } from './apply-request.ts';
import type { PlacedText } from './use-placed.ts';

/** What the server said to a dry run of all objects of a text. */
export interface Checked {
  readonly text: string;
  readonly namespace: string;
  readonly placed: readonly PlacedManifest[];
  readonly previews: readonly TargetPreview[];
  /** Objects whose fields are taken over from others, by `placedKey`. */
  readonly takenOver: ReadonlySet<string>;
}

export interface Check {
  /** The last that is whole, whatever was typed since. */
  readonly checked: Checked | null;
  /** How many the server has answered for; null while nothing is asked. */
  readonly answered: number | null;
  readonly problem: string | null;
  readonly run: (of: PlacedText, takenOver: ReadonlySet<string>) => Promise<void>;
}

const NONE: ReadonlySet<string> = new Set();

/** Asks the server what it thinks of a text; a later question takes the place of one that is under way. */
export function useCheck(cluster: string): Check {
  const { api } = useClient();
  const [checked, setChecked] = useState<Checked | null>(null);
  const [answered, setAnswered] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef(0);
  const run = async (of: PlacedText, takenOver: ReadonlySet<string> = NONE) => {
    const question = ++latest.current;
    const { targets, documents } = lookAt(cluster, of.placed, takenOver);
    const params = { apply: { documents, stops: true } };
    const request = { ...drawIdentity(), kind: 'object.apply' as const, targets: [...targets], params };
    setAnswered(0);
    setProblem(null);
    try {
      for await (const progress of previewInParts(part => api.preview(part), request)) {
        if (question !== latest.current) return;
        setAnswered(progress.answer === null ? progress.answered : null);
        if (progress.answer !== null) setChecked({ ...of, takenOver, previews: progress.answer.previews });
      }
    } catch (error) {
      if (question !== latest.current) return;
      setAnswered(null);
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return { checked, answered, problem, run };
}
