import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button/button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { ROVING } from '../../../ui/grid/use-roving-tab.ts';
import { Popover } from '../../../ui/layer/popover.tsx';
import type { Groups } from './use-groups.ts';

/** By what the rows are grouped, and all groups folded or unfolded at once. */
export function GroupButton({ groups: { choices, column, choose, fold } }: { readonly groups: Groups }) {
  const { t } = useTranslation();
  if (choices.length === 0) return null;
  const label = column === '' ? t('group.title') : t('group.by', { column: t(`column.${column}`) });
  return (
    <Popover
      label={t('group.title')}
      width={240}
      trigger={trigger => (
        <IconButton {...trigger} {...ROVING} icon="layers" label={label} isWorded aria-pressed={column !== ''} />
      )}
    >
      <div role="radiogroup" aria-label={t('group.title')}>
        {['', ...choices].map(id => (
          <div key={id}>
            <Checkbox type="radio" name="group" checked={id === column} onChange={() => choose(id)}>
              {id === '' ? t('group.none') : t(`column.${id}`)}
            </Checkbox>
          </div>
        ))}
      </div>
      {column === '' ? null : (
        <div className="group-folds">
          <Button onClick={() => fold({ all: 'fold' })}>{t('group.foldAll')}</Button>
          <Button onClick={() => fold({ all: 'unfold' })}>{t('group.unfoldAll')}</Button>
        </div>
      )}
    </Popover>
  );
}
