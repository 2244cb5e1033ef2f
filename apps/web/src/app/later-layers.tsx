import { Suspense, useEffect } from 'react';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useActionDialog } from '../data/actions/action-dialog-store.ts';
import { useClient } from '../data/client/client.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { ActionDialog, fetchLaterScreens, KeyHelp } from './later-screens.ts';
import { usePaletteEntries } from './palette-entries.ts';

/** What is open over the screen, or below its bar. */
export type Overlay = 'palette' | 'keys' | 'cluster-choice' | 'namespace-choice';

/** By then a screen has asked for what it shows, and mostly has it. */
const LATER_MS = 1_000;

/** What lies over the screen when somebody asks for it. Its code comes behind that of the screen. */
export function LaterLayers({
  clusters,
  state,
  overlay,
  onClose,
}: {
  readonly clusters: ClustersAnswer;
  readonly state: ViewState;
  readonly overlay: Overlay | null;
  readonly onClose: () => void;
}) {
  const { clock } = useClient();
  useEffect(() => clock.schedule(LATER_MS, () => void fetchLaterScreens()), [clock]);
  const isAsked = useActionDialog(({ request, added }) => request !== null || added !== null);
  return (
    <>
      <Palette clusters={clusters} state={state} opened={overlay === 'palette'} onClose={onClose} />
      <Suspense fallback={null}>
        {isAsked ? <ActionDialog /> : null}
        {overlay === 'keys' ? <KeyHelp opened onClose={onClose} /> : null}
      </Suspense>
    </>
  );
}

interface PaletteProps {
  readonly clusters: ClustersAnswer;
  readonly state: ViewState;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What it offers is made while it is open. What an object offers is known before: it comes first, where a hand may be quick. */
function Palette(props: PaletteProps) {
  const { name, search } = props.state;
  return props.opened || name !== undefined || search.open !== undefined ? <FilledPalette {...props} /> : null;
}

function FilledPalette({ clusters, state, opened, onClose }: PaletteProps) {
  const entries = usePaletteEntries(clusters, state);
  return opened ? <CommandPalette entries={entries} state={state} onClose={onClose} /> : null;
}
