import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button/button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { ROVING } from '../../../ui/grid/use-roving-tab.ts';
import { Popover } from '../../../ui/layer/popover.tsx';
import { later } from '../../../ui/words/later.ts';
import type { ChoicesProps } from './column-choices.tsx';

const ColumnChoices = later(async () => (await import('./column-choices.tsx')).ColumnChoices);

/** Which columns, in which order. */
export function ColumnChooser({ view, columns, left }: ChoicesProps) {
  const { t } = useTranslation();
  return (
    <Popover
      label={t('columns.title')}
      width={300}
      trigger={trigger => <IconButton {...trigger} {...ROVING} icon="columns" label={t('columns.title')} isWorded />}
    >
      <Suspense fallback={null}>
        <ColumnChoices view={view} columns={columns} left={left} />
        <Button onClick={columns.reset}>{t('columns.reset')}</Button>
      </Suspense>
    </Popover>
  );
}
