import { useTranslation } from 'react-i18next';
import { Icon, kindIcon } from '../../ui/marks/icon.tsx';
import { classes } from '../../ui/styles/classes.ts';
import { fittingText } from '../../ui/words/fitting-text.ts';
import { visibleText } from '../../ui/words/text.ts';
import type { MapNode } from './map-graph.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './map-layout.ts';
import styles from './map.module.css';

/** From the left edge of a box: where its name begins, and its kind behind the icon. What does not fit is read out, and in its title. */
const NAME_AT = 12;
const KIND_AT = 32;
const MARGIN = 8;
/** Names are bold: by so much wider than what is measured. */
const BOLD = 1.1;
/** A kind and a state are words, which are known by how they begin. */
const MAX_WORDS = 20;

/** One box of the map: kind, name, and how it is in a colour and a word. */
export function MapBox({
  node,
  place,
  isSelected,
  isFirst,
  leadsTo,
  onFocus,
  onOpen,
}: {
  readonly node: MapNode;
  readonly place: { readonly x: number; readonly y: number };
  readonly isSelected: boolean;
  /** Tab comes to it; arrows go on from there. */
  readonly isFirst: boolean;
  readonly leadsTo: readonly string[];
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation();
  const { kind, icon, name, status, count, trouble, isNamedOnly } = node;
  const said = status === null ? '' : visibleText(status.status);
  const title = count === 1 ? visibleText(name) : t('map.several', { count });
  const leads = leadsTo.length === 0 ? '' : t('map.leadsTo', { names: visibleText(leadsTo.join(', ')) });
  return (
    <g
      data-node={node.id}
      data-tone={status?.tone ?? 'none'}
      role="link"
      tabIndex={isFirst ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      className={classes(styles['node'], trouble !== null && styles[trouble], isNamedOnly && styles['named'])}
      transform={`translate(${place.x} ${place.y})`}
      onFocus={onFocus}
      onClick={onOpen}
      onKeyDown={event => event.key === 'Enter' && onOpen()}
    >
      {/* The name of the link, in words that are not cut, and what a pointer is told. */}
      <title>{[`${kind} ${title}`, said, leads].filter(text => text !== '').join(', ')}</title>
      <rect className={styles['box']} width={NODE_WIDTH} height={NODE_HEIGHT} rx={5} />
      <rect className={styles['health']} y={6} width={3} height={NODE_HEIGHT - 12} />
      <g className={styles['icon']} transform="translate(12 6)">
        <Icon name={kindIcon(icon)} />
      </g>
      <text className={styles['kind']} x={KIND_AT} y={18}>
        {cut(`${kind}${said === '' ? '' : ` · ${said}`}`, MAX_WORDS)}
      </text>
      <text className={styles['name']} x={NAME_AT} y={36}>
        {fittingText(title, (NODE_WIDTH - NAME_AT - MARGIN) / BOLD)}
      </text>
    </g>
  );
}

const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
