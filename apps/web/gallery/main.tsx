import '../src/ui/styles/tokens.css';
import '../src/ui/styles/fonts.css';
import '../src/ui/styles/base.css';
import './gallery.css';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { SegmentedControl } from '../src/ui/tabs/segmented-control.tsx';
import { setLanguage, startI18n } from '../src/ui/words/i18n.ts';
import { loadLaterWords } from '../src/ui/words/later.ts';
import { ButtonSheet } from './button-sheet.tsx';
import { DataSheet } from './data-sheet.tsx';
import { DialogSheet } from './dialog-sheet.tsx';
import { FieldSheet } from './field-sheet.tsx';
import { LayerSheet } from './layer-sheet.tsx';
import { SAMPLES } from './samples.ts';
import { StatusSheet } from './status-sheet.tsx';

// Every part of `ui` in every state, for whoever works on it, and for the pictures that the tests compare: npm run gallery

const SHEETS = {
  buttons: ButtonSheet,
  fields: FieldSheet,
  data: DataSheet,
  status: StatusSheet,
  layers: LayerSheet,
  dialog: DialogSheet,
} as const;
type SheetName = keyof typeof SHEETS;
const NAMES = Object.keys(SHEETS) as SheetName[];
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;

/** What the address asks for: `?sheet=fields&theme=dark&language=zh-CN`. */
const asked = new URLSearchParams(location.search);
const language = LANGUAGES.find(one => one === asked.get('language')) ?? 'en';

function Gallery() {
  const [sheet, setSheet] = useState(NAMES.find(name => name === asked.get('sheet')) ?? 'buttons');
  const [theme, setTheme] = useState(THEMES.find(one => one === asked.get('theme')) ?? 'light');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const Sheet = SHEETS[sheet];
  return (
    <main className="gallery">
      <h1>Gallery</h1>
      <header className="gallery-bar">
        <SegmentedControl
          label="Sheet"
          choices={NAMES.map(value => ({ value, text: value }))}
          value={sheet}
          onChange={setSheet}
        />
        <SegmentedControl
          label="Theme"
          choices={THEMES.map(value => ({ value, text: value }))}
          value={theme}
          onChange={setTheme}
        />
        <SegmentedControl
          label="Language"
          choices={LANGUAGES.map(value => ({ value, text: value }))}
          value={language}
          onChange={value => {
            asked.set('language', value);
            location.search = asked.toString();
          }}
        />
      </header>
      <Sheet words={SAMPLES[language]} />
    </main>
  );
}

await startI18n('en');
await loadLaterWords();
await setLanguage(language);
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
