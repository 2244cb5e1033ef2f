import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { subjectsOf, subjectText } from '@lanthorn/actions/rbac/rbac-subject.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** Which of the subjects of a binding shall be in it no longer. */
export function RevokeForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const subjects = subjectsOf(object);
  const [chosen, setChosen] = useState(() => (subjects[0] === undefined ? '' : subjectText(subjects[0])));
  const subject = subjects.find(each => subjectText(each) === chosen);
  return (
    <FormDialog title={t('revoke.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (subject !== undefined)
            openActionDialog('rbac.revoke', [target], { params: { revoke: { subject } }, onStarted: onClose });
        }}
      >
        {subjects.length === 0 ? <p className="dim">{t('revoke.none')}</p> : null}
        <fieldset className="radio-row">
          <legend>{t('revoke.who')}</legend>
          {subjects.map((each, i) => (
            <Checkbox
              key={subjectText(each)}
              type="radio"
              name="subject"
              checked={subjectText(each) === chosen}
              onChange={() => setChosen(subjectText(each))}
              {...(i === 0 ? { 'data-autofocus': true } : {})}
            >
              {visibleText(subjectText(each))}
            </Checkbox>
          ))}
        </fieldset>
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="danger" why={subject === undefined ? t('revoke.none') : null}>
            {t('revoke.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}
