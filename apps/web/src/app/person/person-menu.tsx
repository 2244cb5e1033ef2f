import { type FocusEvent, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { Button } from '../../ui/button/button.tsx';
import { useOutsidePress } from '../../ui/form/use-outside-press.ts';
import { visibleText } from '../../ui/words/text.ts';
import { later } from '../../ui/words/later.ts';

const PersonSettings = later(async () => (await import('./person-settings.tsx')).PersonSettings);

/** Whoever works here, and how they like it: theme, language, rows, times. */
export function PersonMenu({ info, onHelp }: { readonly info: ClusterInfo | undefined; readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const user = visibleText(info?.user ?? '');
  const close = () => setOpen(false);
  useOutsidePress(whole, close);
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close();
  };
  return (
    <div ref={whole} onBlur={onBlur}>
      <Button
        ref={button}
        variant="ghost"
        icon="person"
        aria-label={user === '' ? t('settings.title') : `${t('settings.title')}: ${user}`}
        title={t('settings.title')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="hide-narrow">{user}</span>
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <PersonSettings
            info={info}
            onClose={() => {
              close();
              button.current?.focus();
            }}
            onHelp={() => {
              close();
              onHelp();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
