import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isPerson } from '@lanthorn/actions/machinery/rivals.ts';
import { changedOwners } from '@lanthorn/actions/objects/field-conflicts.ts';
import { mergeTrees } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { Notice } from '../../../ui/status/notice.tsx';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { visibleText } from '../../../ui/words/text.ts';
import type { SeenWrites } from '../subject/use-seen-writes.ts';
import type { LiveEdit } from './use-edit-session.ts';

interface RivalsProps {
  /** What would be saved; null while the text says nothing. */
  readonly edit: LiveEdit | null;
  readonly type: TypeSchema | null;
  readonly writes: SeenWrites;
}

/** Fields that are named of each. */
const MOST_FIELDS = 4;

/** Who wrote what is being changed by themselves, and may write it again: told before it is saved, with how often they were seen to write. */
export function EditRivals({ edit, type, writes }: RivalsProps) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const rivals = useMemo(() => (edit === null ? [] : rivalsOf(edit, type)), [edit, type]);
  if (rivals.length === 0) return null;
  return (
    <div className="editor-trouble" data-testid="edit-rivals">
      <Notice tone="warning" role="status">
        {t('editor.rivals')}
        <ul className="effects">
          {rivals.map(rival => {
            const { manager, operation, subresource, at, fields } = rival;
            const more = fields.length - MOST_FIELDS;
            const named = fields.slice(0, MOST_FIELDS).join(', ');
            return (
              <li key={JSON.stringify([manager, operation, subresource])}>
                {t('editor.rival', {
                  manager: visibleText(manager),
                  fields: visibleText(more > 0 ? `${named} +${more}` : named),
                  time: at === null ? '?' : exact(at),
                })}{' '}
                {t('editor.rivalWrites', { count: writes.count(rival), since: exact(writes.since) })}
              </li>
            );
          })}
        </ul>
      </Notice>
    </div>
  );
}

function rivalsOf(edit: LiveEdit, type: TypeSchema | null) {
  const { merged } = mergeTrees(edit, type);
  return changedOwners(edit.live, merged as KubeObject, type).filter(({ manager }) => !isPerson(manager));
}
