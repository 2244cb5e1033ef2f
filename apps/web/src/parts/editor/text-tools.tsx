import { foldAll, unfoldAll } from '@codemirror/language';
import { closeSearchPanel, openSearchPanel, searchPanelOpen } from '@codemirror/search';
import type { Command, EditorView } from '@codemirror/view';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button/button.tsx';

/** What the keys of the editor do, for who does not know them: find and replace, fold and unfold. */
export function TextTools({ view }: { readonly view: RefObject<EditorView | null> }) {
  const { t } = useTranslation();
  const run = (command: Command) => () => {
    if (view.current !== null) command(view.current);
  };
  return (
    <>
      <Button variant="ghost" title="Ctrl F" aria-keyshortcuts="Control+F" onClick={run(toggleSearch)}>
        {t('editor.find')}
      </Button>
      <Button variant="ghost" title="Ctrl Alt [" aria-keyshortcuts="Control+Alt+[" onClick={run(foldAll)}>
        {t('editor.fold')}
      </Button>
      <Button variant="ghost" title="Ctrl Alt ]" aria-keyshortcuts="Control+Alt+]" onClick={run(unfoldAll)}>
        {t('editor.unfold')}
      </Button>
    </>
  );
}

const toggleSearch: Command = view => (searchPanelOpen(view.state) ? closeSearchPanel(view) : openSearchPanel(view));
