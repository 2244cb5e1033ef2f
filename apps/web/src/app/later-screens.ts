import { later } from '../ui/words/later.ts';

// What no first screen shows. It is fetched right behind the first screen: when somebody asks for it, it is there.

const actionDialog = () => import('../features/actions/action-dialog.tsx');
const palette = () => import('../features/palette/command-palette.tsx');
const keyHelp = () => import('./key-help.tsx');
const clusterTrouble = () => import('../features/clusters/cluster-trouble.tsx');

export const ActionDialog = later(async () => (await actionDialog()).ActionDialog);
export const CommandPalette = later(async () => (await palette()).CommandPalette);
export const KeyHelp = later(async () => (await keyHelp()).KeyHelp);
export const ClusterTrouble = later(async () => (await clusterTrouble()).ClusterTrouble);
