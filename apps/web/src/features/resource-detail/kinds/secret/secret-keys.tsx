import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { REVEAL_VALUE } from '@lanthorn/actions/objects/reveal-value.ts';
import { SECRET_KEYS } from '@lanthorn/actions/secret/secret-keys.ts';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import type { DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { useWhyNot } from '../../../../data/actions/use-why-not.ts';
import { useClient } from '../../../../data/client/client.ts';
import { useSwappedFocus } from '../../../../ui/focus/swapped-focus.ts';
import { Section } from '../../../../ui/screen/section.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { AddedKeys } from '../configmap/added-keys.tsx';
import { DataBar } from '../configmap/data-bar.tsx';
import { DataKey } from '../configmap/data-key.tsx';
import { NOTHING } from '../configmap/data-steps.ts';
import { SavingNote } from '../configmap/saving-note.tsx';
import { useSaving } from '../configmap/use-saving.ts';
import { MaskedKey } from './masked-key.tsx';
import { type MaskedChange, secretChange } from './secret-change.ts';
import { type MaskedStep, useSecretDraft } from './use-secret-draft.ts';

/**
 * The keys of a Secret, renamed, replaced, removed and added. A value is read when somebody asks for it; what is typed is kept while this
 * is open, and nowhere else.
 */
export function SecretKeys({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const read = useReading(target);
  const keys = Object.keys(asObject(getPath(object, 'data'))).toSorted();
  const draft = useSecretDraft(keys);
  const { changed, added, names } = draft;
  const saving = useSaving(draft.discard);
  const discard = () => {
    saving.follow(null);
    draft.discard();
  };
  const whyNot = useWhyNot(SECRET_KEYS.kind, target.cluster, [SECRET_KEYS.right(target)]) ?? null;
  const why = whyNot ?? (getPath(object, 'immutable') === true ? t('dataKeys.immutable') : saving.why);
  const save = () =>
    openActionDialog('secret.keys', [target], {
      params: { secretKeys: secretChange(changed, added) },
      onStarted: ({ id }) => saving.follow(id),
    });
  return (
    <Section title={t('dataKeys.title')} note={String(names.length)} testId="edit-keys">
      {keys.map(key => (
        <PresentKey
          key={key}
          name={key}
          now={changed.get(key)}
          taken={names}
          why={why}
          onRead={read === null ? null : () => read(key).then(draft.awaitValue(key))}
          onChange={step => draft.change(key, step)}
        />
      ))}
      <AddedKeys added={added} taken={names} why={why} onChange={draft.changeAdded} />
      <DataBar
        why={why}
        wrong={draft.isWrong ? t('dataKeys.wrong') : null}
        onAdd={draft.add}
        change={draft.isChanged ? { save, discard } : null}
      />
      <SavingNote note={saving.note} />
      <p className="dim">{t('secretKeys.kept')}</p>
      {why === null || why === saving.why ? null : <p className="dim">{why}</p>}
    </Section>
  );
}

/** A key of the Secret: with its value where that was read or typed, without it else. */
function PresentKey({
  name,
  now,
  taken,
  why,
  onRead,
  onChange,
}: {
  readonly name: string;
  readonly now: MaskedChange | undefined;
  readonly taken: readonly string[];
  readonly why: string | null;
  readonly onRead: (() => Promise<void>) | null;
  readonly onChange: (step: MaskedStep) => void;
}) {
  const isKnown = now !== undefined && now?.value !== null;
  const hold = useSwappedFocus<HTMLDivElement>(now === null ? 'gone' : isKnown ? 'known' : 'masked');
  if (now === null || isKnown)
    return (
      <DataKey
        name={name}
        value={NOTHING}
        hold={hold}
        change={now === null ? null : { key: now.key, value: now.value ?? NOTHING }}
        taken={taken}
        why={why}
        onChange={step =>
          onChange(known => step(known == null ? known : { key: known.key, value: known.value ?? NOTHING }))
        }
      />
    );
  return (
    <MaskedKey
      name={name}
      hold={hold}
      wanted={now?.key ?? name}
      taken={taken}
      why={why}
      onRead={onRead}
      onChange={onChange}
    />
  );
}

/** Reads one value of that very Secret; null where it may not be read. */
function useReading({ cluster, namespace, name, uid }: ReturnType<typeof targetOf>) {
  const { api } = useClient();
  const rights = useMemo(() => [{ verb: 'get', group: '', resource: 'secrets', namespace, name }], [namespace, name]);
  const whyNot = useWhyNot(REVEAL_VALUE.kind, cluster, rights);
  const read = async (key: string): Promise<DataValue> => {
    const { text, base64 } = await api.secretValue({ id: crypto.randomUUID(), cluster, namespace, name, uid, key });
    return text === null ? { isBinary: true, value: base64 } : { isBinary: false, value: text };
  };
  return typeof whyNot === 'string' ? null : read;
}
