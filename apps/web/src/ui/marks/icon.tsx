import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import CircleHelp from 'lucide-react/icons/circle-help';
import Columns from 'lucide-react/icons/columns-3';
import Person from 'lucide-react/icons/circle-user';
import Copy from 'lucide-react/icons/copy';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Expand from 'lucide-react/icons/maximize-2';
import Filter from 'lucide-react/icons/list-filter';
import MenuLines from 'lucide-react/icons/menu';
import Play from 'lucide-react/icons/play';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import Undo from 'lucide-react/icons/undo-2';
import Close from 'lucide-react/icons/x';
import styles from './icon.module.css';

/** Only what is used: each is a kilobyte of a screen that somebody waits for. */
const ICONS = {
  'arrow-down': ArrowDown,
  'arrow-up': ArrowUp,
  check: Check,
  'chevron-down': ChevronDown,
  choose: ChevronsUpDown,
  close: Close,
  columns: Columns,
  copy: Copy,
  expand: Expand,
  filter: Filter,
  help: CircleHelp,
  menu: MenuLines,
  more: Ellipsis,
  person: Person,
  play: Play,
  plus: Plus,
  search: Search,
  undo: Undo,
} as const;

export type IconName = keyof typeof ICONS;
export const ICON_NAMES = Object.keys(ICONS) as readonly IconName[];

/** A drawing beside words, or on a button that has a name of its own: never the only carrier, so it is not read out. */
export function Icon({ name }: { readonly name: IconName }) {
  const Drawing = ICONS[name];
  return <Drawing aria-hidden="true" className={styles['icon']} size={15} strokeWidth={1.75} />;
}
