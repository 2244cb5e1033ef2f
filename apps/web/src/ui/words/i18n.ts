import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { visibleText } from './text.ts';
import en from '../locales/en.json' with { type: 'json' };

export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'zh-CN', name: '简体中文' },
] as const;

export type LanguageCode = (typeof LANGUAGES)[number]['code'];

/** A language tag that Intl takes: headless browsers report some that it throws on. */
export function safeLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch (error) {
    if (error instanceof RangeError) return 'en';
    throw error;
  }
}

export function languageOf(tag: string): LanguageCode {
  return safeLocale(tag).toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export interface ProblemText {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | ProblemText>>;
  readonly message: string;
}

/** English is always there; others are loaded when chosen. */
export async function startI18n(language: LanguageCode): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: { ...en } } },
    // Most values are words of the cluster. React writes them as text: what is masked is what changes how a text looks.
    interpolation: { escape: visibleText },
    // A value that was not given is shown as not known, never as its name.
    missingInterpolationHandler: () => '…',
    // Custom kinds and their columns are called as whoever defined them calls them.
    parseMissingKeyHandler: (key, given?: string) =>
      given ?? visibleText(key.replace(/^(?:kind|column)\./, '').replaceAll('_', ' ')),
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
  });
  await setLanguage(language);
  return i18next;
}

export async function setLanguage(language: LanguageCode): Promise<void> {
  if (language === 'zh-CN' && !i18next.hasResourceBundle('zh-CN', 'translation')) {
    const { default: catalogue } = await import('../locales/zh-CN.json');
    i18next.addResourceBundle('zh-CN', 'translation', catalogue);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/**
 * What our server refused, in the language of the page, and so each problem inside it; in the server's English where this page does not know
 * the code or was not told a value that its words need.
 */
export function problemWords({ code, params, message }: ProblemText): string {
  const key = `error.${code}`;
  const text = i18next.t(key, { defaultValue: '', skipInterpolation: true });
  if (text === '' || namesIn(text).some(name => !Object.hasOwn(params, name))) return message;
  const values = Object.entries(params).map(
    ([name, value]) => [name, typeof value === 'object' ? problemWords(value) : value] as const,
  );
  return i18next.t(key, Object.fromEntries(values));
}

/** The values that words of the catalogue need. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name);
}
