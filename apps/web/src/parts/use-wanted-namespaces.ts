import { useMemo, useState } from 'react';
import type { Right } from '@lanthorn/actions/machinery/action.ts';
import { MAX_RECORDED_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import type { RecordingState } from '@lanthorn/protocol/http/settings-messages.ts';
import { useAccess } from '../data/actions/use-access.ts';

/** As the API server takes the name of a namespace. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const JOBS = { group: 'batch', resource: 'jobs', name: '' };
const VERBS = ['list', 'watch'];

export interface WantedNamespaces {
  /** As a person writes it. */
  readonly text: string;
  readonly setText: (text: string) => void;
  /** None for all. */
  readonly names: string[];
  readonly isValid: boolean;
  /** Something else is recorded. */
  readonly isOther: boolean;
  /** Who is here may not list and watch the Jobs of all. */
  readonly mayNotAll: boolean;
  /** Nor those of these. */
  readonly forbidden: readonly string[];
}

/** Where runs are to be recorded: as it is chosen, or, for whom may not see all, what is looked at; and as a person changes it. */
export function useWantedNamespaces(
  cluster: string,
  { recording, near }: { readonly recording: RecordingState | null | undefined; readonly near: readonly string[] },
): WantedNamespaces {
  const [draft, setText] = useState<string | null>(null);
  const recorded = recording?.scopes.map(({ namespace }) => namespace).filter(namespace => namespace !== '') ?? null;
  // Before it is known what is recorded nobody is asked.
  const mayNotAll = useAccess(cluster, recording === undefined ? NONE : ALL).includes(false);
  const proposed = recorded ?? (mayNotAll ? near : []);
  const text = draft ?? proposed.join(', ');
  const names = [...new Set(text.split(/[\s,]+/).filter(name => name !== ''))];
  const isValid = names.length <= MAX_RECORDED_NAMESPACES && names.every(name => NAME.test(name));
  const key = isValid ? names.join() : '';
  const rights = useMemo(() => (key === '' ? [] : rightsIn(key.split(','))), [key]);
  const allowed = useAccess(cluster, rights);
  const forbidden = new Set(rights.flatMap(({ namespace }, i) => (allowed[i] === false ? [namespace] : [])));
  return {
    text,
    setText,
    names,
    isValid,
    isOther: isValid && recorded !== null && recorded.toSorted().join() !== names.toSorted().join(),
    mayNotAll,
    forbidden: [...forbidden],
  };
}

function rightsIn(namespaces: readonly string[]): readonly Right[] {
  return namespaces.flatMap(namespace => VERBS.map(verb => ({ ...JOBS, namespace, verb })));
}

const ALL = rightsIn(['']);
const NONE: readonly Right[] = [];
