import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EDIT_OBJECT } from '@lanthorn/actions/objects/edit-object.ts';
import { asObject } from '@lanthorn/base/json.ts';
import { isKubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { useAccess } from '../../data/actions/use-access.ts';
import { missingText } from '../../data/actions/use-action-items.ts';
import { Button } from '../../ui/button/button.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import { readDraft } from './editor/draft-store.ts';
import { ObjectEditor } from './editor/object-editor.tsx';
import { ServerFields } from './subject/server-fields.tsx';
import { useKindType } from './subject/use-kind-type.ts';

/** More than this in one view is no reading matter; the rest stays on the server. */
const MAX_LENGTH = 1_000_000;

/** Focus returns by it to the button, which is drawn anew after an edit. */
const EDIT_ID = 'edit-yaml';

/** The object as YAML, to read and to edit; an edit that was not saved goes on where it was left. */
export function ObjectYaml({
  subject,
  object,
  isEdited,
  onEdit,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  /** The address says so. */
  readonly isEdited: boolean;
  readonly onEdit: (isEdited: boolean) => void;
}) {
  const { t } = useTranslation();
  const { cluster, view, namespace, name } = subject;
  const { group, resource } = view.resource;
  const { uid } = readMeta(object);
  const target = targetOf(subject, object);
  const draftKey = [cluster, group, resource, namespace, name, uid].join('/');
  const [isDraft, setDraft] = useState(() => readDraft(draftKey) !== null);
  const type = useKindType(subject);
  const right = EDIT_OBJECT.right(target);
  const [allowed] = useAccess(cluster, [right]);
  const why = allowed === false ? missingText([right], t) : null;
  // A draft was begun by somebody who might; whether one may now is known a moment later.
  const isEditing = isDraft || (isEdited && allowed !== undefined && why === null);
  if (isEditing && EDIT_OBJECT.appliesTo(target.resource) && isKubeObject(object) && type !== undefined)
    return (
      <ObjectEditor
        subject={subject}
        target={target}
        live={object}
        type={type}
        draftKey={draftKey}
        takesFocus={isEdited}
        onEnd={() => {
          setDraft(false);
          onEdit(false);
        }}
      />
    );
  return (
    <>
      {EDIT_OBJECT.appliesTo(target.resource) ? (
        <div className="editor-bar">
          <Button
            id={EDIT_ID}
            // A press before the kind's fields are known opens the editor when they are.
            why={why}
            isBusy={isEdited && why === null}
            title="e"
            onClick={() => onEdit(true)}
          >
            {t('editor.edit')}
          </Button>
          {why === null ? null : <span className="dim">{why}</span>}
          {isEdited && why === null ? <span role="status">{t('detail.loading')}</span> : null}
        </div>
      ) : null}
      <YamlText object={object} />
    </>
  );
}

/** The bookkeeping of field ownership is folded away below. */
function YamlText({ object }: { readonly object: unknown }) {
  const text = useMemo(() => {
    const { metadata, apiVersion, kind, ...rest } = asObject(object);
    const { managedFields: _managedFields, ...meta } = asObject(metadata);
    const yaml = yamlText({ apiVersion, kind, metadata: meta, ...rest });
    return visibleText(yaml.length > MAX_LENGTH ? `${yaml.slice(0, MAX_LENGTH)}\n…` : yaml);
  }, [object]);
  return (
    <>
      {/* Long text scrolls, so the keyboard must reach it. */}
      <pre className="code" tabIndex={0} data-testid="yaml">
        {text}
      </pre>
      <ServerFields object={object} fields={['managedFields']} />
    </>
  );
}
