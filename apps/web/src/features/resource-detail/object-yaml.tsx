import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EDIT_OBJECT } from '@lanthorn/actions/objects/edit-object.ts';
import { isKubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { useWhyNot } from '../../data/actions/use-why-not.ts';
import { Button } from '../../ui/button/button.tsx';
import { type DetailSubject, targetOf, versionOf } from './subject/detail-subject.ts';
import { readDraft } from './editor/draft-store.ts';
import { ObjectEditor } from './editor/object-editor.tsx';
import { YamlText } from './versions/yaml-text.tsx';
import { useOtherVersions, VersionChoice } from './versions/version-choice.tsx';
import { YamlInVersion } from './versions/yaml-in-version.tsx';
import type { SeenWrites } from './subject/use-seen-writes.ts';
import { useKindType } from './subject/use-kind-type.ts';

/** Focus returns by it to the button, which is drawn anew after an edit. */
const EDIT_ID = 'edit-yaml';

/** The object as YAML, to read and to edit; an edit that was not saved goes on where it was left. */
export function ObjectYaml({
  subject,
  object,
  writes,
  isEdited,
  onEdit,
  version = null,
  onVersion,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly writes: SeenWrites;
  /** The address says so. */
  readonly isEdited: boolean;
  readonly onEdit: (isEdited: boolean) => void;
  /** Of the API, in which it is read; null for the one of the whole page. */
  readonly version?: string | null;
  readonly onVersion: (version: string | null) => void;
}) {
  const { t } = useTranslation();
  const { cluster, view, namespace, name } = subject;
  const { group, resource } = view.resource;
  const { uid } = readMeta(object);
  const target = targetOf(subject, object);
  const draftKey = [cluster, group, resource, namespace, name, uid].join('/');
  const [isDraft, setDraft] = useState(() => readDraft(draftKey) !== null);
  const type = useKindType(subject, { object });
  const own = versionOf(view, object);
  const versions = useOtherVersions(subject, own);
  const isEditable = EDIT_OBJECT.appliesTo(target.resource);
  const whyNot = useWhyNot(EDIT_OBJECT.kind, cluster, [EDIT_OBJECT.right(target)]);
  const why = whyNot ?? null;
  // A draft was begun by somebody who might; whether one may now is known a moment later.
  const isEditing = isDraft || (isEdited && whyNot === null);
  if (isEditing && isEditable && isKubeObject(object) && type !== undefined)
    return (
      <ObjectEditor
        {...{ subject, target, type, draftKey, writes }}
        live={object}
        takesFocus={isEdited}
        onEnd={() => {
          setDraft(false);
          onEdit(false);
        }}
      />
    );
  const isOther = version !== null && versions.includes(version);
  return (
    <>
      {isEditable || versions.length > 0 ? (
        <div className="editor-bar">
          {isEditable ? (
            <>
              <Button
                id={EDIT_ID}
                // A press before the kind's fields are known opens the editor when they are.
                why={why}
                isBusy={isEdited && why === null}
                title="e"
                onClick={() => onEdit(true)}
              >
                {t('editor.editYaml')}
              </Button>
              {why === null ? null : <span className="dim">{why}</span>}
              {isEdited && why === null ? <span role="status">{t('detail.loading')}</span> : null}
            </>
          ) : null}
          <VersionChoice others={versions} version={isOther ? version : null} {...{ own, onVersion }} />
        </div>
      ) : null}
      {isOther ? <YamlInVersion subject={subject} version={version} /> : <YamlText object={object} />}
    </>
  );
}
