import type { EditorView } from '@codemirror/view';
import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button/button.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { type ReadFiles, readFiles } from './read-files.ts';
import { useFileDrop } from './use-file-drop.ts';

/** Files put their text behind what stands there; what could not be read is said. */
export function useFiles(view: RefObject<EditorView | null>) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [unread, setUnread] = useState<ReadFiles['unread']>([]);
  const take = (files: readonly File[]) =>
    void readFiles(files).then(({ text, unread: left }) => {
      setUnread(left);
      const editor = view.current;
      if (editor === null || text === '') return;
      const before = editor.state.doc.toString();
      const insert = before.trim() === '' ? text : `${before.endsWith('\n') ? '' : '\n'}---\n${text}`;
      const from = before.trim() === '' ? 0 : before.length;
      editor.dispatch({
        changes: { from, to: before.length, insert },
        selection: { anchor: from },
        scrollIntoView: true,
      });
      editor.focus();
    });
  const { isOver, handlers } = useFileDrop(take);
  return {
    isOver,
    handlers,
    note: unread.map(({ name, why }) => (
      <p key={name} className="tone-warning" role="alert">
        {t(`apply.${why}`, { name: visibleText(name) })}
      </p>
    )),
    button: (
      <>
        <Button onClick={() => input.current?.click()}>{t('apply.files')}</Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".yaml,.yml,.json,text/yaml,application/json"
          aria-label={t('apply.files')}
          onChange={({ currentTarget }) => {
            take([...(currentTarget.files ?? [])]);
            // The same file may be chosen once more.
            currentTarget.value = '';
          }}
        />
      </>
    ),
  };
}
