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
import Shrink from 'lucide-react/icons/minimize-2';
import Filter from 'lucide-react/icons/list-filter';
import Play from 'lucide-react/icons/play';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import Undo from 'lucide-react/icons/undo-2';
import Close from 'lucide-react/icons/x';
import Braces from 'lucide-react/icons/braces';
import Key from 'lucide-react/icons/key-round';
import Network from 'lucide-react/icons/network';
import Shield from 'lucide-react/icons/shield';
import Sliders from 'lucide-react/icons/sliders-horizontal';
import Activity from 'lucide-react/icons/activity';
import BadgeCheck from 'lucide-react/icons/badge-check';
import Box from 'lucide-react/icons/box';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import Clock from 'lucide-react/icons/clock';
import Coins from 'lucide-react/icons/coins';
import Database from 'lucide-react/icons/database';
import Folder from 'lucide-react/icons/folder';
import Gauge from 'lucide-react/icons/gauge';
import Grid from 'lucide-react/icons/grid-2x2';
import HardDrive from 'lucide-react/icons/hard-drive';
import Layers from 'lucide-react/icons/layers';
import Dashboard from 'lucide-react/icons/layout-dashboard';
import PanelBottom from 'lucide-react/icons/panel-bottom';
import PanelLeft from 'lucide-react/icons/panel-left';
import ScrollText from 'lucide-react/icons/scroll-text';
import Puzzle from 'lucide-react/icons/puzzle';
import Server from 'lucide-react/icons/server';
import Star from 'lucide-react/icons/star';
import Terminal from 'lucide-react/icons/square-terminal';
import Chart from 'lucide-react/icons/chart-column';
import Helm from 'lucide-react/icons/ship-wheel';
import ListChecks from 'lucide-react/icons/list-checks';
import ListPlus from 'lucide-react/icons/list-plus';
import Waypoints from 'lucide-react/icons/waypoints';
import Download from 'lucide-react/icons/download';
import FileCog from 'lucide-react/icons/file-cog';
import LogIn from 'lucide-react/icons/log-in';
import MoveVertical from 'lucide-react/icons/move-vertical';
import Router from 'lucide-react/icons/router';
import Share from 'lucide-react/icons/share-2';
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
  shrink: Shrink,
  filter: Filter,
  help: CircleHelp,
  more: Ellipsis,
  person: Person,
  play: Play,
  plus: Plus,
  search: Search,
  star: Star,
  download: Download,
  undo: Undo,
  activity: Activity,
  'badge-check': BadgeCheck,
  box: Box,
  braces: Braces,
  'calendar-clock': CalendarClock,
  clock: Clock,
  coins: Coins,
  database: Database,
  dock: PanelBottom,
  folder: Folder,
  gauge: Gauge,
  'grid-2x2': Grid,
  'hard-drive': HardDrive,
  key: Key,
  layers: Layers,
  logs: ScrollText,
  'layout-dashboard': Dashboard,
  network: Network,
  'panel-left': PanelLeft,
  puzzle: Puzzle,
  server: Server,
  shield: Shield,
  sliders: Sliders,
  terminal: Terminal,
  chart: Chart,
  helm: Helm,
  'list-checks': ListChecks,
  'list-plus': ListPlus,
  waypoints: Waypoints,
  'file-cog': FileCog,
  'log-in': LogIn,
  'move-vertical': MoveVertical,
  router: Router,
  share: Share,
} as const;

export type IconName = keyof typeof ICONS;
export const ICON_NAMES = Object.keys(ICONS) as readonly IconName[];

/** A drawing beside words, or on a button that has a name of its own: never the only carrier, so it is not read out. */
export function Icon({ name }: { readonly name: IconName }) {
  const Drawing = ICONS[name];
  return <Drawing aria-hidden="true" className={styles['icon']} size={15} strokeWidth={1.75} />;
}

/** The drawing of a kind, as its record names it; one for all kinds that name none that is here. */
export function kindIcon(name: string | undefined): IconName {
  return name !== undefined && Object.hasOwn(ICONS, name) ? (name as IconName) : 'puzzle';
}
