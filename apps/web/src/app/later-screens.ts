import { PaletteBody } from '../features/palette/command-palette.tsx';
import { later, laterCode } from '../ui/words/later.ts';

/** The records of all kinds: no list is drawn without them, so they are on their way before anything is drawn. */
export const OfKind = laterCode(async () => (await import('../data/objects/of-kind.tsx')).OfKind);

/** On a narrow screen alone. */
export const BottomBar = later(async () => (await import('./places/bottom-bar.tsx')).BottomBar);

// What no first screen shows. It is fetched right behind the first screen: when somebody asks for it, it is there.

export const ActionDialog = later(async () => (await import('../features/actions/action-dialog.tsx')).ActionDialog);
export const KeyHelp = later(async () => (await import('./key-help.tsx')).KeyHelp);
export const ClusterTrouble = later(
  async () => (await import('../features/clusters/cluster-trouble.tsx')).ClusterTrouble,
);

/** One that cannot be fetched now is asked for again when it is drawn, and says so there. */
export async function fetchLaterScreens(): Promise<void> {
  await Promise.allSettled([ActionDialog, PaletteBody, KeyHelp].map(screen => screen.load()));
}
