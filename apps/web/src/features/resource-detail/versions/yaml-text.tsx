import { useMemo } from 'react';
import { asObject } from '@lanthorn/base/json.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { yamlParts } from './yaml-marks.ts';
import { ServerFields } from '../subject/server-fields.tsx';

/** More than this in one view is no reading matter; the rest stays on the server. */
const MAX_LENGTH = 1_000_000;

/** Each part with a colour is an element: of more than a few thousand the page would become slow. */
const MAX_COLOURED = 100_000;

/** The bookkeeping of field ownership is folded away below. */
export function YamlText({ object }: { readonly object: unknown }) {
  const text = useMemo(() => {
    const { metadata, apiVersion, kind, ...rest } = asObject(object);
    const { managedFields: _managedFields, ...meta } = asObject(metadata);
    const yaml = yamlText({ apiVersion, kind, metadata: meta, ...rest });
    return visibleText(yaml.length > MAX_LENGTH ? `${yaml.slice(0, MAX_LENGTH)}\n…` : yaml);
  }, [object]);
  return (
    <>
      {/* Long text scrolls, so the keyboard must reach it. */}
      <pre className="code" tabIndex={0} data-testid="yaml">
        {text.length > MAX_COLOURED
          ? text
          : yamlParts(text).map((part, i) =>
              part.mark === null ? (
                part.text
              ) : (
                <span key={i} className={`tok-${part.mark}`}>
                  {part.text}
                </span>
              ),
            )}
      </pre>
      <ServerFields object={object} fields={['managedFields']} />
    </>
  );
}
