import { useEffect } from 'react';
import { create } from 'zustand';
import type { ActionForm, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { ViewState } from '../lists/view-state.ts';
import { openedObject } from '../objects/opened-object.ts';

type Place = Pick<ObjectTarget, 'cluster' | 'namespace' | 'name'>;

const useStore = create<{
  readonly asked: { readonly place: string; readonly uid: string; readonly form: ActionForm } | null;
}>(() => ({
  asked: null,
}));

/** Opens a form of the object on the screen, or of the one that is about to be there, from wherever that was asked for. */
export function askForm(target: Place & Pick<ObjectTarget, 'uid'>, form: ActionForm): void {
  useStore.setState({ asked: { place: placeOf(target), uid: target.uid, form } });
}

export function closeForm(): void {
  useStore.setState({ asked: null });
}

/** The form of this object that is open. */
export function useAskedForm(uid: string): ActionForm | null {
  return useStore(({ asked }) => (asked?.uid === uid ? asked.form : null));
}

/** With the object on the screen its form goes, whether that was told ever or not: it opens for nobody who comes there later. */
export function useLeftForms({ cluster, namespace = '', name, search: { open = '' } }: ViewState): void {
  const place = placeOf(name === undefined ? openedObject(open, cluster) : { cluster, namespace, name });
  useEffect(() => {
    const { asked } = useStore.getState();
    if (asked !== null && asked.place !== place) closeForm();
  }, [place]);
}

function placeOf({ cluster, namespace, name }: Place): string {
  return JSON.stringify([cluster, namespace, name]);
}
