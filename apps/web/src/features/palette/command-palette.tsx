import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_NAME_QUERY } from '@lanthorn/protocol/constants.ts';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { BareInput } from '../../ui/form/text-input.tsx';
import { later } from '../../ui/words/later.ts';
import type { PaletteProps, TypedBefore } from './palette-body.tsx';

export const PaletteBody = later(async () => (await import('./palette-body.tsx')).PaletteBody);

/** One key to anywhere: kinds, actions, namespaces, clusters, objects on screen, settings. */
export function CommandPalette(props: PaletteProps) {
  const { t } = useTranslation();
  const [before, setBefore] = useState<TypedBefore>({ query: '', isEntered: false });
  return (
    <Dialog opened onClose={props.onClose} title={t('palette.title')}>
      <Suspense fallback={<PaletteField {...before} onChange={setBefore} />}>
        <PaletteBody {...props} before={before} />
      </Suspense>
    </Dialog>
  );
}

/** A hand may be quicker than the code: what it types waits here. */
function PaletteField({
  query,
  onChange,
}: Pick<TypedBefore, 'query'> & { readonly onChange: (typed: TypedBefore) => void }) {
  const { t } = useTranslation();
  return (
    <BareInput
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it is the dialog’s own field, and keys are on their way to it
      autoFocus
      aria-label={t('palette.title')}
      placeholder={t('palette.placeholder')}
      value={query}
      spellCheck={false}
      maxLength={MAX_NAME_QUERY}
      onChange={typed => onChange({ query: typed, isEntered: false })}
      onKeyDown={({ key }) => {
        if (key === 'Enter') onChange({ query, isEntered: true });
      }}
    />
  );
}
