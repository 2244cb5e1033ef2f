import { lazy } from 'react';

// What no first screen shows. It is fetched right behind the first screen: when somebody asks for it, it is there.

const actionDialog = () => import('../features/actions/action-dialog.tsx');
const palette = () => import('../features/palette/command-palette.tsx');
const keyHelp = () => import('./key-help.tsx');
const clusterTrouble = () => import('../features/clusters/cluster-trouble.tsx');

export const ActionDialog = lazy(async () => ({ default: (await actionDialog()).ActionDialog }));
export const CommandPalette = lazy(async () => ({ default: (await palette()).CommandPalette }));
export const KeyHelp = lazy(async () => ({ default: (await keyHelp()).KeyHelp }));
export const ClusterTrouble = lazy(async () => ({ default: (await clusterTrouble()).ClusterTrouble }));
