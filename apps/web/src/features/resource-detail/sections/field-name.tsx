import { useTranslation } from 'react-i18next';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { Tooltip } from '../../../ui/layer/tooltip.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './fields.module.css';

interface Place {
  /** What the cluster says of the place; null where it says nothing, or has not yet. */
  readonly type: TypeSchema | null;
  /** What all fields mean is written out. */
  readonly isExplained: boolean;
}

/** A field, and what it means to who points at it. */
export function FieldName({ name, type, isExplained }: Place & { readonly name: string }) {
  const meaning = useMeaning(type);
  const shown = <span>{visibleText(name)}</span>;
  return meaning === null || isExplained ? shown : <Tooltip text={meaning}>{shown}</Tooltip>;
}

/** What a field means, below it. */
export function FieldMeaning({ type, isExplained }: Place) {
  const meaning = useMeaning(type);
  return meaning === null || !isExplained ? null : <span className={styles['meaning']}>{meaning}</span>;
}

function useMeaning(type: TypeSchema | null): string | null {
  const { t } = useTranslation();
  if (type === null) return null;
  const said = [
    type.type === '' ? t('yaml.anyType') : type.type,
    visibleText(type.description),
    type.enum.length === 0 ? '' : t('yaml.oneOf', { allowed: visibleText(type.enum.map(String).join(', ')) }),
  ];
  return said.filter(part => part !== '').join(' · ');
}
