import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button/button.tsx';
import { IconButton } from '../../ui/button/icon-button.tsx';
import { ROVING } from '../../ui/grid/use-roving-tab.ts';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { Popover } from '../../ui/layer/popover.tsx';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';

/** The columns of a list until somebody chooses. */
export function defaultColumns(view: KindView): string[] {
  return view.columns.filter(column => column.isHidden !== true).map(column => column.id);
}

/** Which columns, in which order; by pointer and by keyboard alike. */
export function ColumnChooser({
  view,
  value,
  onChange,
}: {
  readonly view: KindView;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const all = view.columns.map(column => column.id);
  const usual = defaultColumns(view);
  const shown = value === undefined ? usual : value.split(',').filter(id => all.includes(id));
  const set = (ids: readonly string[]) => onChange(ids.join(',') === usual.join(',') ? undefined : ids.join(','));
  const move = (id: string, by: -1 | 1) => {
    const ids = [...shown];
    const from = ids.indexOf(id);
    const to = from + by;
    if (to < 1 || to >= ids.length) return;
    ids.splice(from, 1);
    ids.splice(to, 0, id);
    set(ids);
  };
  const rest = all.filter(id => !shown.includes(id));
  return (
    <Popover
      label={t('columns.title')}
      width={300}
      trigger={trigger => <IconButton {...trigger} {...ROVING} icon="columns" label={t('columns.title')} />}
    >
      {[...shown, ...rest].map((id, i) => (
        <div key={id} style={{ display: 'flex', gap: 4, alignItems: 'center' }}>
          <span style={{ flex: 1 }}>
            <Checkbox
              checked={shown.includes(id)}
              disabled={i === 0 && shown[0] === id}
              onChange={() => set(shown.includes(id) ? shown.filter(entry => entry !== id) : [...shown, id])}
            >
              {t(`column.${id}`)}
            </Checkbox>
          </span>
          <IconButton
            icon="arrow-up"
            label={t('columns.left', { column: t(`column.${id}`) })}
            disabled={!shown.includes(id) || i < 2}
            onClick={() => move(id, -1)}
          />
          <IconButton
            icon="arrow-down"
            label={t('columns.right', { column: t(`column.${id}`) })}
            disabled={!shown.includes(id) || i === 0 || i >= shown.length - 1}
            onClick={() => move(id, 1)}
          />
        </div>
      ))}
      <Button onClick={() => onChange(undefined)}>{t('columns.reset')}</Button>
    </Popover>
  );
}
