import { Suspense } from 'react';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { deletedTargets, type Deed, isDeletion } from '../../data/actions/word-to-type.ts';
import { useProductionOf } from '../../data/client/use-tier.ts';
import { later } from '../../ui/words/later.ts';
import { TypedWord } from '../typed-word.tsx';
import { useShownRows } from '../../ui/form/use-shown-rows.tsx';
import { DefinedObjects, NamespaceContents, NodeContents } from './delete-contents.tsx';

const WhatBreaks = later(async () => (await import('./what-breaks.tsx')).WhatBreaks);
const WaitsForIt = later(async () => (await import('./what-breaks.tsx')).WaitsForIt);

/** Objects of one operation whose contents are told at first: each asks the server, and a press asks about as many more. */
const TOLD_STEP = 3;

const CONTENTS = {
  namespaceContents: NamespaceContents,
  nodeContents: NodeContents,
  definedObjects: DefinedObjects,
} as const;

/** What tells the contents of objects of this kind; null where they have none. */
function findContents(resource: ObjectTarget['resource']) {
  const holds = findKindEntry(resource)?.holds;
  return holds === undefined ? null : CONTENTS[holds];
}

/** What is in the objects that are to be deleted, or relies on them, or waits for them to be there again, as far as is known. */
export function DeleteContents({ deed }: { readonly deed: Deed }) {
  const targets = deletedTargets(deed);
  const { shown, more } = useShownRows(targets.length, TOLD_STEP);
  return (
    <>
      {targets.slice(0, shown).map(target => {
        const Contents = findContents(target.resource);
        return (
          <Suspense key={target.uid} fallback={null}>
            {Contents === null ? <WhatBreaks target={target} /> : <Contents target={target} />}
          </Suspense>
        );
      })}
      {more}
      <RestoredContents {...deed} />
    </>
  );
}

/** Of objects that are made again: who names them still. */
function RestoredContents({ kind, previews = [] }: Deed) {
  const isRestored = kind !== null && actionRecord(kind).restores === true;
  const targets = isRestored ? previews.map(({ target }) => target) : [];
  const { shown, more } = useShownRows(targets.length, TOLD_STEP);
  return (
    <>
      {targets.slice(0, shown).map(target => (
        <Suspense key={target.uid} fallback={null}>
          <WaitsForIt target={target} />
        </Suspense>
      ))}
      {more}
    </>
  );
}

/** The field for the word that a deed asks for; nothing where it asks for none. */
export function WordOf({
  deed,
  word,
  clusters,
  onChange,
}: {
  readonly deed: Deed;
  readonly word: string | null;
  /** Of its targets. */
  readonly clusters: readonly string[];
  readonly onChange: (typed: string) => void;
}) {
  const production = useProductionOf(clusters);
  if (word === null) return null;
  return <TypedWord word={word} production={production} isDeletion={isDeletion(deed)} onChange={onChange} />;
}
