import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { deepEqual } from '@lanthorn/base/json.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import {
  BESIDE_KEY,
  dockId,
  dockLogs,
  dockTerminal,
  endBeside,
  MAX_BESIDE,
  openBesideShown,
  seenTabs,
  showDock,
  useDock,
} from '../../data/dock/dock-store.ts';
import { IconButton } from '../../ui/button/icon-button.tsx';
import type { DockTab } from '../../ui/dialog/bottom-dock.tsx';
import { isCommand } from '../../ui/form/is-command.ts';
import { isInTerminal, isTyping } from '../../ui/form/is-typing.ts';
import { type MenuEntry, MenuButton } from '../../ui/layer/menu.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** What can stand beside the shown tab: something new of the same pod, or another tab. */
export function DockBeside({ tabs }: { readonly tabs: readonly DockTab[] }) {
  const { t } = useTranslation();
  const trigger = useRef<HTMLSpanElement>(null);
  const { shown, beside } = useDock();
  const fresh = useFresh();
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key !== BESIDE_KEY || isCommand(event)) return;
      if (isTyping(event) || isInTerminal(event)) return;
      event.preventDefault();
      trigger.current?.querySelector('button')?.click();
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);
  if (shown === null) return null;
  const seen = seenTabs({ shown, beside });
  const disabled = seen.length >= MAX_BESIDE ? t('dock.besideFull', { count: MAX_BESIDE }) : null;
  const others = tabs.filter(({ id }) => !seen.includes(id));
  const entries: readonly MenuEntry[] = [
    ...[...fresh, ...others.map(({ id, text }) => ({ id, title: text, open: () => showDock(id) }))].map(
      ({ id, title, open }) => ({ id, title, shortcut: null, disabled, run: () => openBesideShown(open) }),
    ),
    ...(seen.length < 2
      ? []
      : [{ id: 'alone', title: t('dock.alone'), shortcut: null, disabled: null, run: endBeside }]),
  ];
  if (entries.length === 0) return null;
  return (
    <span ref={trigger}>
      <MenuButton
        label={t('dock.beside')}
        entries={entries}
        trigger={props => <IconButton {...props} icon="columns" label={t('dock.beside')} shortcut={BESIDE_KEY} />}
      />
    </span>
  );
}

interface Fresh {
  readonly id: string;
  readonly title: string;
  readonly open: () => void;
}

/** Of the pod whose terminal or logs are shown, what is opened anew. */
function useFresh(): readonly Fresh[] {
  const { t } = useTranslation();
  const { shown, logs, terminals } = useDock();
  const terminal = terminals.find(({ session }) => session === shown);
  if (terminal !== undefined) {
    const { session: _own, ...place } = terminal;
    const { cluster, namespace, pod } = terminal;
    const name = visibleText(pod);
    return [
      { id: 'terminal', title: t('dock.newTerminal', { name }), open: () => dockTerminal(place, 'another') },
      {
        id: 'logs',
        title: t('dock.itsLogs', { name }),
        open: () => dockLogs({ cluster, view: POD_VIEW, namespace, name: pod }),
      },
    ];
  }
  const docked = logs.find(each => dockId(each) === shown);
  if (docked === undefined || !deepEqual(docked.view.resource, POD_VIEW.resource)) return [];
  const { cluster, namespace, name: pod } = docked;
  return [
    {
      id: 'terminal',
      title: t('dock.newTerminal', { name: visibleText(pod) }),
      open: () => dockTerminal({ cluster, namespace, pod, container: '', mode: 'shell' }, 'another'),
    },
  ];
}
