import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import { ListGap } from '../../../../parts/list-gap.tsx';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { Age } from '../../../../ui/time/time.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { useKeptRevisions } from '../../subject/use-kept-revisions.ts';

/** Asks for the revision; then the dialog of every action shows what becomes another. */
export function RollbackForm({ subject, target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const { view, list, revisions } = useKeptRevisions(subject, object);
  const ageAt = columnIndex(view, 'age');
  const imagesAt = columnIndex(view, 'images');
  // The newest is as it is now.
  const [, ...earlier] = revisions;
  const [chosen, setChosen] = useState<string | null>(null);
  const noneYet = listAnswer(list).kind === 'loading' ? t('detail.loading') : t('rollback.none');
  const wanted = earlier.find(({ row }) => row.uid === chosen) ?? earlier[0];
  return (
    <FormDialog title={t('rollback.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (wanted === undefined) return;
          const { revision, row } = wanted;
          const params = { rollback: { revision, name: row.name } };
          openActionDialog('workload.rollback', [target], { params, onStarted: onClose });
        }}
      >
        {earlier.length === 0 ? (
          // The newest alone is none to go back to.
          <ListGap list={{ state: list.state, matched: list.matched === null ? null : 0 }} none={t('rollback.none')} />
        ) : (
          <fieldset>
            <legend>{t('rollback.revision')}</legend>
            {earlier.map(choice => (
              <div key={choice.row.uid}>
                <Checkbox
                  type="radio"
                  name="revision"
                  checked={choice === wanted}
                  onChange={() => setChosen(choice.row.uid)}
                >
                  {t('rollback.choice', { revision: choice.revision, what: wordsOf(choice.row, imagesAt) })}{' '}
                  <RowAge at={asNumber(choice.row.cells[ageAt])} />
                </Checkbox>
              </div>
            ))}
          </fieldset>
        )}
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={wanted === undefined ? noneYet : null} data-autofocus>
            {t('rollback.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** What it ran, where its row says so; else its name. */
function wordsOf({ name, cells }: WireRow, imagesAt: number): string {
  return visibleText(asString(cells[imagesAt]) || name);
}

function RowAge({ at }: { readonly at: number | undefined }) {
  return at === undefined ? null : <Age at={at} />;
}
