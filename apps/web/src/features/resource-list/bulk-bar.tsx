import { type ComponentType, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import { logsRight } from '@lanthorn/actions/pod/log-line.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { type ActionSubject, useActionItems } from '../../data/actions/use-action-items.ts';
import { useWhyNotEach, type Wanted } from '../../data/actions/use-why-not.ts';
import { dockSelection } from '../../data/dock/dock-store.ts';
import type { FormOfManyProps } from '../../parts/many/form-of-many-props.ts';
import { Button } from '../../ui/button/button.tsx';
import { later } from '../../ui/words/later.ts';

/** The forms that can be about many objects; the others are about one. */
const FORMS_OF_MANY: Readonly<Partial<Record<ActionForm, ComponentType<FormOfManyProps>>>> = {
  mark: later(async () => (await import('../../parts/many/marks-of-many.tsx')).MarksOfMany),
  scale: later(async () => (await import('../../parts/many/scale-of-many.tsx')).ScaleOfMany),
  containers: later(async () => (await import('../../parts/many/image-of-many.tsx')).ImageOfMany),
};

/** What can be done with the selected rows, and the way to all that match: the server says which those are. */
export function BulkBar({
  view,
  subjects,
  gone,
  matched,
  onSelectAll,
  onClear,
}: {
  readonly view: KindView;
  readonly subjects: readonly ActionSubject[];
  /** So many that were selected are no more. */
  readonly gone: number;
  readonly matched: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ActionForm | null>(null);
  const items = useActionItems(subjects, setOpen)
    .filter(({ form }) => form === null || FORMS_OF_MANY[form] !== undefined)
    // Of many it is about images alone.
    .map(item => (item.form === 'containers' ? { ...item, title: t('images.form') } : item));
  const whyNoLogs = useWhyNoLogs(view.logs === undefined ? NONE : subjects);
  const Form = open === null ? undefined : FORMS_OF_MANY[open];
  const selected = t('list.selected', { count: subjects.length });
  return (
    <div className="bulkbar" role="toolbar" aria-label={selected}>
      <span>{selected}</span>
      <span role="status" className="tone-warning">
        {gone === 0 ? '' : t('list.gone', { count: gone })}
      </span>
      {matched > subjects.length && matched <= MAX_TARGETS ? (
        <Button variant="link" onClick={onSelectAll}>
          {t('list.selectMatching', { count: matched })}
        </Button>
      ) : null}
      {matched > MAX_TARGETS ? <span className="dim">{t('list.tooMany', { most: MAX_TARGETS })}</span> : null}
      {view.logs === undefined || subjects.length === 0 ? null : (
        <Button
          shortcut="l"
          why={whyNoLogs}
          onClick={() =>
            dockSelection(
              view,
              subjects.map(({ target }) => target),
            )
          }
        >
          {t('tab.logs')}
        </Button>
      )}
      <ActionButtons items={items} />
      <Button onClick={onClear}>{t('list.clearSelection')}</Button>
      {Form === undefined ? null : (
        <Suspense fallback={null}>
          <Form targets={subjects.map(({ target }) => target)} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}

const NONE: readonly ActionSubject[] = [];

/** Why nothing would be read of them; null where something may be, in one of their namespaces. */
function useWhyNoLogs(subjects: readonly ActionSubject[]): string | null {
  const wanted = useMemo(() => {
    const places = new Map<string, Wanted>();
    for (const { target } of subjects) {
      const { cluster } = target;
      const right = logsRight({ ...target, name: '' });
      places.set(JSON.stringify([cluster, right]), { kind: null, clusters: [cluster], rights: [{ cluster, right }] });
    }
    return [...places.values()];
  }, [subjects]);
  const each = useWhyNotEach(wanted);
  return each.every(why => typeof why === 'string') ? (each[0] ?? null) : null;
}
