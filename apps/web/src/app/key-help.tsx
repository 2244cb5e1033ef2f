import { useTranslation } from 'react-i18next';
import { Facts } from '../ui/data/facts.tsx';
import { Dialog } from '../ui/dialog/dialog.tsx';
import { BESIDE_KEY } from '../data/dock/dock-store.ts';
import { PAGE_TITLES } from '../data/client/page-paths.ts';
import styles from './key-help.module.css';
import { COLLAPSE_KEY, DOCK_KEY, GO_KEYS, SIZE_KEY } from './use-global-keys.ts';

/** The key, and what it does in the catalogue. */
export const KEYS = [
  ['Ctrl K', 'keys.palette'],
  ['/', 'keys.filter'],
  ['n', 'keys.namespaces'],
  ['C', 'keys.clusters'],
  ['j k ↑ ↓', 'keys.rows'],
  ['← →', 'keys.cells'],
  ['Enter', 'keys.open'],
  ['o', 'keys.panel'],
  [SIZE_KEY, 'keys.size'],
  ['x Space', 'keys.select'],
  ['⇧ ↓ ⇧ x', 'keys.range'],
  ['Ctrl A', 'keys.all'],
  ['⇧ F10', 'keys.menu'],
  ['↑ ← → ↵', 'keys.sort'],
  ['Esc', 'keys.close'],
  ['r', 'keys.run'],
  ['p', 'keys.suspend'],
  ['P', 'keys.resume'],
  ['Delete', 'keys.delete'],
  ['u', 'keys.undo'],
  ['l', 'keys.logs'],
  ['s', 'keys.shell'],
  ['Ctrl F6', 'keys.leaveTerminal'],
  ['y', 'keys.yaml'],
  ['e', 'keys.edit'],
  ['Ctrl S', 'keys.save'],
  ['d', 'keys.overview'],
  ['c', 'keys.compare'],
  ['N', 'keys.new'],
  ['⇧ ↵', 'keys.addToSet'],
  ['Ctrl ⇧ S', 'keys.saveToSet'],
  [COLLAPSE_KEY, 'keys.collapse'],
  [DOCK_KEY, 'keys.dock'],
  [BESIDE_KEY, 'keys.beside'],
  ['?', 'keys.help'],
] as const;

/** All keys; those that go to a kind or page as they are. */
export function KeyHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const places = [...GO_KEYS].map(([letter, place]) => [`g ${letter}`, t(PAGE_TITLES.get(place) ?? `kind.${place}`)]);
  return (
    <Dialog opened={opened} onClose={onClose} title={t('keys.title')}>
      <KeyList keys={KEYS.map(([key, text]) => [key, t(text)])} />
      <h3>{t('keys.go')}</h3>
      <KeyList keys={places} />
    </Dialog>
  );
}

/** In two columns where there is room, read down the first and then the second. */
function KeyList({ keys }: { readonly keys: readonly (readonly string[])[] }) {
  const middle = Math.ceil(keys.length / 2);
  return (
    <div className={styles['columns']}>
      {[keys.slice(0, middle), keys.slice(middle)].map(half => (
        <Facts
          key={half[0]?.[0]}
          facts={half.map(([key = '', text]) => ({ name: key, shownName: <kbd>{key}</kbd>, value: text }))}
        />
      ))}
    </div>
  );
}
