import { useTranslation } from 'react-i18next';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { Tooltip } from '../../../ui/layer/tooltip.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './fields.module.css';

/** A field, and what it means: to who points at it, and written out where somebody wants that of all. */
export function FieldName({
  name,
  type,
  isExplained,
}: {
  readonly name: string;
  readonly type: TypeSchema | null;
  readonly isExplained: boolean;
}) {
  const { t } = useTranslation();
  const shown = <span>{visibleText(name)}</span>;
  if (type === null) return shown;
  const said = [
    type.type === '' ? t('yaml.anyType') : type.type,
    visibleText(type.description),
    type.enum.length === 0 ? '' : t('yaml.oneOf', { allowed: visibleText(type.enum.map(String).join(', ')) }),
  ];
  const text = said.filter(part => part !== '').join(' · ');
  if (!isExplained) return <Tooltip text={text}>{shown}</Tooltip>;
  return (
    <>
      {shown} <span className={styles['meaning']}>{text}</span>
    </>
  );
}
