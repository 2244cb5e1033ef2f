import { useMemo } from 'react';
import { stringify } from 'yaml';
import { asObject } from '@lanthorn/base/json.ts';
import { visibleText } from '../../ui/text.ts';

/** More than this in one view is no reading matter; the rest stays on the server. */
const MAX_LENGTH = 1_000_000;

/** The object as YAML, to read; the bookkeeping of field ownership is left out. */
export function ObjectYaml({ object }: { readonly object: unknown }) {
  const text = useMemo(() => {
    const { metadata, apiVersion, kind, ...rest } = asObject(object);
    const { managedFields: _managedFields, ...meta } = asObject(metadata);
    const yaml = stringify(
      { apiVersion, kind, metadata: meta, ...rest },
      { lineWidth: 0, aliasDuplicateObjects: false },
    );
    return visibleText(yaml.length > MAX_LENGTH ? `${yaml.slice(0, MAX_LENGTH)}\n…` : yaml);
  }, [object]);
  return (
    // Long text scrolls, so the keyboard must reach it.
    <pre className="code" tabIndex={0} data-testid="yaml">
      {text}
    </pre>
  );
}
