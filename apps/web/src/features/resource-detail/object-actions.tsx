import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { EDIT_OBJECT } from '@lanthorn/actions/objects/edit-object.ts';
import { askForm, closeForm, useAskedForm } from '../../data/actions/asked-form.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { usePackItems } from '../../data/actions/use-pack-items.ts';
import { type ActionItem, useActionItems } from '../../data/actions/use-action-items.ts';
import { useWhyNot } from '../../data/actions/use-why-not.ts';
import { useCloneItem } from '../../data/apply/use-clone-item.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { COMPARED_TAB } from '../../data/objects/compared-tab.ts';
import { ActionBar, type BarAction } from '../../ui/button/action-bar.tsx';
import { OBJECT_FORMS } from './kinds/object-forms.tsx';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import styles from './detail-header.module.css';

/** So many that change the object stand before its logs and its text. */
const FIRST = 3;

/** What can be done to the object, as far as the person may: the most likely first. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const open = useAskedForm(target.uid);
  const items = useActionItems([{ target, state: objectState(object) }], form => askForm(target.uid, form));
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
  const looks = useLooks(target, subject.view.logs !== undefined);
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
    ...inOrder(own, looks),
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
      {[...new Set(items.flatMap(item => item.disabled ?? []))].map(why => (
        <p key={why} className={styles['why']}>
          {why}
        </p>
      ))}
    </>
  );
}

type Item = BarAction & Pick<ActionItem, 'kind'>;

/**
 * First what its kind is changed by, then its logs, its text, and what is done to any object. Where the first of all looks into the object,
 * its logs are what one looks at before, and its text right after.
 */
function inOrder(items: readonly Item[], { logs, edit }: Looks): readonly BarAction[] {
  const [first] = items;
  if (first !== undefined && actionRecord(first.kind).opens !== undefined)
    return [...logs, first, ...edit, ...items.slice(1)];
  const own = items.filter(({ kind }) => isPlain(kind) && actionRecord(kind).isOfAny !== true).slice(0, FIRST);
  return [...own, ...logs, ...edit, ...items.filter(item => !own.includes(item))];
}

interface Looks {
  readonly logs: readonly BarAction[];
  readonly edit: readonly BarAction[];
}

/** The views of the object that are as likely wanted as an action, with the keys that open them everywhere. */
function useLooks(target: ObjectTarget, hasLogs: boolean): Looks {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const whyNot = useWhyNot(EDIT_OBJECT.kind, target.cluster, [EDIT_OBJECT.right(target)]);
  const logs = {
    id: 'logs',
    title: t('tab.logs'),
    shortcut: 'l',
    disabled: null,
    run: () => setSearch({ tab: 'logs' }),
  };
  const edit = {
    ...{ id: 'edit', title: t('editor.edit'), shortcut: 'e' },
    disabled: whyNot ?? null,
    run: () => setSearch({ tab: 'yaml:edit' }),
  };
  return { logs: hasLogs ? [logs] : [], edit: EDIT_OBJECT.appliesTo(target.resource) ? [edit] : [] };
}

function isPlain(kind: ActionItem['kind']): boolean {
  return actionRecord(kind).tone === 'plain';
}
