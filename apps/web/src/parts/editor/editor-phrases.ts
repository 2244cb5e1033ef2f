import type { TFunction } from 'i18next';

/** What CodeMirror itself says, by its own words. */
const PHRASES: Readonly<Record<string, string>> = {
  Find: 'editor.search.find',
  Replace: 'editor.search.replaceWith',
  next: 'editor.search.next',
  previous: 'editor.search.previous',
  all: 'editor.search.all',
  'match case': 'editor.search.matchCase',
  regexp: 'editor.search.regexp',
  'by word': 'editor.search.byWord',
  replace: 'editor.search.replace',
  'replace all': 'editor.search.replaceAll',
  close: 'close',
  'current match': 'editor.search.current',
  'replaced match on line $': 'editor.search.replacedOn',
  'replaced $ matches': 'editor.search.replaced',
  'on line': 'editor.search.onLine',
  'Go to line': 'editor.search.goToLine',
  go: 'editor.search.go',
  'Folded lines': 'editor.foldedLines',
  'Unfolded lines': 'editor.unfoldedLines',
  to: 'editor.linesTo',
  'folded code': 'editor.foldedCode',
  unfold: 'editor.unfoldThis',
  'Fold line': 'editor.foldLine',
  'Unfold line': 'editor.unfoldLine',
};

/** The same in the language of the reader. */
export function editorPhrases(t: TFunction): Record<string, string> {
  return Object.fromEntries(Object.entries(PHRASES).map(([phrase, key]) => [phrase, t(key)]));
}
