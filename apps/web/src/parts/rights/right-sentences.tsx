import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  isFarReaching,
  type RightLine,
  type RightObject,
} from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Rules of one role; the rest is in its YAML. */
const MAX_LINES = 200;

/** What a role gives, a sentence for each of its rules. */
export function RightSentences({ lines }: { readonly lines: readonly RightLine[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className="dim">{t('rights.noRules')}</p>;
  return (
    <>
      <ul>
        {lines.slice(0, MAX_LINES).map(line => (
          <li key={JSON.stringify(line)}>
            <RightSentence line={line} />
          </li>
        ))}
      </ul>
      {lines.length > MAX_LINES ? (
        <p className="dim">{t('rights.moreRules', { count: lines.length - MAX_LINES })}</p>
      ) : null}
    </>
  );
}

export function RightSentence({ line }: { readonly line: RightLine }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      {sentence(line, t, i18n.language)}
      {isFarReaching(line) ? <span className="tone-warning"> {t('rights.far')}</span> : null}
    </>
  );
}

/** As `May read, list and watch pods and deployments.apps called web`. */
function sentence({ verbs, on, names, addresses }: RightLine, t: TFunction, language: string): string {
  const all = new Intl.ListFormat(language, { type: 'conjunction' });
  const words = {
    // Kubernetes lets roles name any verb: those that nobody here knows stand as they are.
    verbs: all.format(verbs.map(verb => t(`rights.verbs.${verb}`, { defaultValue: visibleText(verb) }))),
    names: all.format(names.map(visibleText)),
  };
  const parts = [
    ...(on.length === 0
      ? []
      : [
          t(names.length === 0 ? 'rights.may' : 'rights.mayNamed', {
            ...words,
            on: all.format(on.map(one => objectWords(one, t))),
          }),
        ]),
    ...(addresses.length === 0
      ? []
      : [t('rights.mayAddress', { ...words, on: all.format(addresses.map(visibleText)) })]),
  ];
  return parts.join(' ');
}

function objectWords({ group, resource }: RightObject, t: TFunction): string {
  const words = { group: visibleText(group), resource: visibleText(resource) };
  if (resource !== '*') {
    if (group === '*') return t('rights.ofAnyGroup', words);
    return group === '' ? words.resource : `${words.resource}.${words.group}`;
  }
  if (group === '*') return t('rights.everything');
  return group === '' ? t('rights.everythingOfCore') : t('rights.everythingOf', words);
}
