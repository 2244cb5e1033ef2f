import { useTranslation } from 'react-i18next';

const KEYS = [
  ['Ctrl K', 'keys.palette'],
  ['/', 'keys.filter'],
  ['g …', 'keys.go'],
  ['j k ↑ ↓', 'keys.rows'],
  ['Enter', 'keys.open'],
  ['o', 'keys.panel'],
  ['x Space', 'keys.select'],
  ['Esc', 'keys.close'],
  ['r', 'keys.run'],
  ['p', 'keys.suspend'],
  ['P', 'keys.resume'],
  ['Delete', 'keys.delete'],
  ['l', 'keys.logs'],
  ['y', 'keys.yaml'],
  ['d', 'keys.overview'],
  ['?', 'keys.help'],
] as const;

export function KeyHelp() {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {KEYS.map(([key, text]) => (
        <div key={key} style={{ display: 'contents' }}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
