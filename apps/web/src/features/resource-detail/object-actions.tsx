import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { askForm, closeForm } from '../../data/actions/asked-form.ts';
import { useAskedForm } from '../../data/actions/use-asked-form.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { usePackItems } from '../../data/actions/use-pack-items.ts';
import { useActionItems } from '../../data/actions/use-action-items.ts';
import { useCloneItem } from '../../data/apply/use-clone-item.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { COMPARED_TAB } from '../../data/objects/compared-tab.ts';
import { isPlain, useObjectLooks, withLooks } from '../../data/actions/use-object-looks.ts';
import { ActionBar } from '../../ui/button/action-bar.tsx';
import { OBJECT_FORMS } from './kinds/object-forms.tsx';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import styles from './detail-header.module.css';

/** What can be done to the object, as far as the person may: the most likely first. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const open = useAskedForm(target.uid);
  const items = useActionItems([{ target, state: objectState(object) }], form => askForm(target, form));
  // Beside a list the keys are those of its row.
  const { name, setSearch } = useViewState();
  const isOwnPage = name !== undefined;
  useActionKeys(isOwnPage ? items : []);
  const clone = useCloneItem(target, subject.view);
  const packItems = usePackItems(target, subject.view.offers?.(object) ?? []);
  const compare = {
    id: 'compare',
    title: t('compare.open'),
    shortcut: null,
    disabled: null,
    run: () => setSearch({ tab: COMPARED_TAB }, 'push'),
  };
  const missing = [...new Set(items.flatMap(item => item.disabled ?? []))];
  const looks = useObjectLooks(target, {
    hasLogs: subject.view.logs !== undefined,
    onTab: tab => setSearch({ tab }),
  });
  const Form = open === null ? null : OBJECT_FORMS[open];
  // What begins with a form is one way among others.
  const primary = items.find(({ kind, form }) => form === null && actionRecord(kind).isPurpose === true);
  const own = items.map(item => ({
    ...item,
    id: `${item.kind} ${item.form}`,
    isDanger: !isPlain(item.kind),
    isPrimary: item === primary,
  }));
  const actions = [
    ...withLooks(own, looks),
    ...packItems.map(item => ({ ...item, id: item.name, shortcut: null })),
    ...(clone === null ? [] : [clone]),
    compare,
  ];
  return (
    <>
      <div className={styles['actions']}>
        <ActionBar
          actions={actions}
          label={t('grid.actionsOf', { name: subject.name })}
          moreLabel={t('detail.moreActions')}
        />
      </div>
      {Form === null ? null : (
        <Suspense fallback={null}>
          <Form subject={subject} target={target} object={object} onClose={closeForm} />
        </Suspense>
      )}
      {missing.length === 0 ? null : (
        <div className={styles['why']}>
          {missing.map(why => (
            <p key={why}>{why}</p>
          ))}
        </div>
      )}
    </>
  );
}
