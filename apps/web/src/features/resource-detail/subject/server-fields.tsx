import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPath } from '@lanthorn/base/json.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { visibleText } from '../../../ui/words/text.ts';

const PATHS = { status: ['status'], managedFields: ['metadata', 'managedFields'] } as const;

/** What the server writes by itself, folded away: to read, as it is now, and never part of an edit. */
export function ServerFields({
  object,
  fields,
}: {
  readonly object: unknown;
  readonly fields: readonly (keyof typeof PATHS)[];
}) {
  return fields.map(field => <FoldedField key={field} name={field} value={getPath(object, ...PATHS[field])} />);
}

function FoldedField({ name, value }: { readonly name: string; readonly value: unknown }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const text = useMemo(() => (isOpen ? visibleText(yamlText({ [name]: value })) : ''), [isOpen, name, value]);
  if (value === undefined) return null;
  return (
    <details className="folded-field" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {name} <span className="dim">{t('yaml.serverField')}</span>
      </summary>
      {/* Long text scrolls, so the keyboard must reach it. */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}
