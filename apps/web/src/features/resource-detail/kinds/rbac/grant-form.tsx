import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInNamespace, subjectText } from '@lanthorn/actions/rbac/rbac-subject.ts';
import { rightLines } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { RadioRow } from '../../../../ui/form/radio-row.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { RightSentences } from '../../../../parts/rights/right-sentences.tsx';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { emptyDraft, type GrantDraft, type ReadDraft, readDraft, suggestedName } from './grant-draft.ts';

const SUBJECTS = ['User', 'Group', 'ServiceAccount'] as const;
const PLACES = ['namespace', 'cluster'] as const;

interface PartProps {
  readonly draft: GrantDraft;
  readonly read: ReadDraft;
  readonly onChange: (fields: Partial<GrantDraft>) => void;
}

/** Lets somebody do what this role allows: asked as a sentence, made as a binding of its own. */
export function GrantForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => emptyDraft(target));
  const read = readDraft(target, draft);
  const why = read.missing === null ? null : t(`grant.${read.missing}`);
  const parts = { draft, read, onChange: (fields: Partial<GrantDraft>) => setDraft({ ...draft, ...fields }) };
  return (
    <FormDialog title={t('grant.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null)
            openActionDialog('rbac.grant', [read.target], { params: { grant: read.grant }, onStarted: onClose });
        }}
      >
        <Who {...parts} />
        {target.namespace === '' ? <Where {...parts} /> : null}
        <TextInput
          label={t('grant.binding')}
          error={read.isCalled || draft.binding === null ? null : t('grant.noName')}
          isCode
          spellCheck={false}
          value={draft.binding ?? suggestedName(target, draft)}
          onChange={binding => parts.onChange({ binding })}
        />
        {why === null ? <Sentence read={read} role={object} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('grant.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

function Who({ draft: { kind, name, account }, read, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <RadioRow
        legend={t('grant.who')}
        value={kind}
        options={SUBJECTS.map(value => ({ value, label: t(`grant.${value}`) }))}
        onChange={next => onChange({ kind: next })}
      />
      <TextInput
        label={t('grant.name')}
        help={t(`grant.help.${kind}`)}
        isCode
        spellCheck={false}
        value={name}
        onChange={next => onChange({ name: next })}
        data-autofocus
      />
      {isInNamespace(kind) ? (
        <TextInput
          label={t('grant.accountNamespace')}
          error={read.isAccountPlaced ? null : t('grant.noNamespace')}
          isCode
          spellCheck={false}
          value={account}
          onChange={next => onChange({ account: next })}
        />
      ) : null}
    </>
  );
}

function Where({ draft: { isEverywhere, namespace }, read, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <RadioRow
        legend={t('grant.where')}
        value={isEverywhere ? 'cluster' : 'namespace'}
        options={PLACES.map(value => ({ value, label: t(`grant.${value}`) }))}
        onChange={place => onChange({ isEverywhere: place === 'cluster' })}
      />
      {isEverywhere ? null : (
        <TextInput
          label={t('grant.inNamespace')}
          error={read.isPlaced || namespace === '' ? null : t('grant.noNamespace')}
          isCode
          spellCheck={false}
          value={namespace}
          onChange={next => onChange({ namespace: next })}
        />
      )}
    </>
  );
}

/** What it comes to, before anybody is asked. */
function Sentence({ read: { grant, target }, role }: { readonly read: ReadDraft; readonly role: unknown }) {
  const { t } = useTranslation();
  return (
    <>
      <p aria-live="polite">
        {t(target.namespace === '' ? 'grant.sentenceEverywhere' : 'grant.sentence', {
          who: visibleText(subjectText(grant.subject)),
          role: visibleText(`${grant.role.kind}/${grant.role.name}`),
          namespace: visibleText(target.namespace),
        })}
      </p>
      <RightSentences lines={rightLines(role)} />
    </>
  );
}
