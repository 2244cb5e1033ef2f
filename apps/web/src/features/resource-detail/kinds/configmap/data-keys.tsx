import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EDIT_OBJECT, editable } from '@lanthorn/actions/objects/edit-object.ts';
import {
  type DataChange,
  dataEntries,
  dataKeyProblem,
  type DataValue,
  withDataChanges,
} from '@lanthorn/kube/objects/data-entries.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { useWhyNot } from '../../../../data/actions/use-why-not.ts';
import { Section } from '../../../../ui/screen/section.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { AddedKeys } from './added-keys.tsx';
import { DataBar } from './data-bar.tsx';
import { DataKey } from './data-key.tsx';
import { type AddedKey, changeAdded, type DataStep } from './data-steps.ts';
import { SavingNote } from './saving-note.tsx';
import { useSaving } from './use-saving.ts';

interface Draft {
  /** As it was when the first key was changed: what others change meanwhile is merged when it is saved. */
  readonly base: KubeObject;
  readonly changed: ReadonlyMap<string, DataChange>;
  readonly added: readonly AddedKey[];
}

/** The keys of a ConfigMap: read, renamed, replaced, removed and added; saved as an edit of the object. */
export function DataKeys({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const whyNot = useWhyNot(EDIT_OBJECT.kind, subject.cluster, [EDIT_OBJECT.right(target)]) ?? null;
  const [draft, setDraft] = useState<Draft | null>(null);
  const nextId = useRef(0);
  const saving = useSaving(() => setDraft(null));
  if (!isKubeObject(object)) return null;
  const begun = { base: object, changed: new Map<string, DataChange>(), added: [] };
  const shown = draft ?? begun;
  // From the draft as it is by then: a file arrives when something else may have been done meanwhile.
  const update = (next: (before: Draft) => Partial<Draft>) =>
    setDraft(before => ({ ...(before ?? begun), ...next(before ?? begun) }));
  const entries = [...dataEntries(shown.base)];
  const names = namesOf(entries, shown);
  const isWrong = names.some((name, i) => dataKeyProblem(name, names.toSpliced(i, 1)) !== null);
  const why = whyNot ?? (object['immutable'] === true ? t('dataKeys.immutable') : saving.why);
  const change = (key: string, step: DataStep) =>
    update(before => {
      const changed = new Map(before.changed);
      const next = step(changed.get(key));
      if (next === undefined) changed.delete(key);
      else changed.set(key, next);
      return { changed };
    });
  const add = (key: string, value: DataValue) => {
    nextId.current += 1;
    const id = nextId.current;
    update(({ added }) => ({ added: [...added, { id, key, value }] }));
  };
  const discard = () => {
    saving.follow(null);
    setDraft(null);
  };
  const save = () => {
    const base = editable(shown.base) as unknown as KubeObject;
    const edit = { base, mine: withDataChanges(base, shown), choices: {} };
    openActionDialog('object.edit', [target], { params: { edit }, onStarted: ({ id }) => saving.follow(id) });
  };
  return (
    <Section title={t('dataKeys.title')} note={String(names.length)} testId="edit-keys">
      {entries.map(([key, value]) => (
        <DataKey
          key={key}
          name={key}
          value={value}
          change={shown.changed.get(key)}
          taken={names}
          why={why}
          onChange={step => change(key, step)}
        />
      ))}
      <AddedKeys
        added={shown.added}
        taken={names}
        why={why}
        onChange={(id, step) => update(({ added }) => ({ added: changeAdded(added, id, step) }))}
      />
      <DataBar
        why={why}
        wrong={isWrong ? t('dataKeys.wrong') : null}
        onAdd={add}
        change={draft === null ? null : { save, discard }}
      />
      <SavingNote note={saving.note} />
      {draft === null ? null : <p className="dim">{t('dataKeys.readers')}</p>}
      {why === null || why === saving.why ? null : <p className="dim">{why}</p>}
    </Section>
  );
}

/** All names there will be. */
function namesOf(entries: readonly (readonly [string, DataValue])[], { changed, added }: Draft): readonly string[] {
  const kept = entries.flatMap(([key]) => {
    const change = changed.get(key);
    return change === null ? [] : [change?.key ?? key];
  });
  return [...kept, ...added.map(({ key }) => key)];
}
