import type { ReactNode } from 'react';
import { moveFocus } from '../focus/roving-focus.ts';
import styles from './tabs.module.css';

export interface Tab<V extends string> {
  readonly value: V;
  readonly text: string;
  /** How many there are, where that is known. */
  readonly count?: number | undefined;
}

/** Where not all of them have room, the chosen one is seen. */
function bringIntoSight(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Views of one thing. Left and right, Home and End go to another and show it; Tab goes on into what is shown. */
export function Tabs<V extends string>({
  tabs,
  value,
  label,
  panelId,
  onChange,
  end = null,
}: {
  readonly tabs: readonly Tab<V>[];
  readonly value: V;
  readonly label: string;
  /** The element that shows it: `role="tabpanel"`, labelled by `tabId`. */
  readonly panelId: string;
  readonly onChange: (value: V) => void;
  /** What can be done with the view that is shown. */
  readonly end?: ReactNode;
}) {
  const list = (
    <div
      role="tablist"
      tabIndex={-1}
      aria-label={label}
      className={styles['tabs']}
      onKeyDown={event => {
        const next = moveFocus(event, 'tab')?.dataset['value'];
        const chosen = tabs.find(tab => tab.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {tabs.map(tab => (
        <button
          key={tab.value}
          ref={tab.value === value ? bringIntoSight : undefined}
          id={tabId(panelId, tab.value)}
          type="button"
          role="tab"
          data-value={tab.value}
          tabIndex={tab.value === value ? 0 : -1}
          aria-selected={tab.value === value}
          aria-controls={panelId}
          className={styles['tab']}
          onClick={() => onChange(tab.value)}
        >
          <span className={styles['name']} data-text={tab.text}>
            {tab.text}
          </span>{' '}
          {tab.count === undefined ? null : <span className={styles['count']}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
  return (
    <div className={styles['bar']}>
      {list}
      {end}
    </div>
  );
}

/** The id of a tab, for the panel that it labels. */
export function tabId(panelId: string, value: string): string {
  return `${panelId}-tab-${value}`;
}
