import { useEffect } from 'react';
import { create } from 'zustand';
import type { ActionForm, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { ViewState } from '../lists/view-state.ts';
import { shownObject } from '../objects/opened-object.ts';

type Place = Pick<ObjectTarget, 'cluster' | 'namespace' | 'name'>;

interface Asked {
  readonly place: string;
  readonly uid: string;
  readonly form: ActionForm;
}

/** The form that was asked for last and is not closed. */
export const useAsked = create<{ readonly asked: Asked | null }>(() => ({ asked: null }));

/** Opens a form of the object on the screen, or of the one that is about to be there, from wherever that was asked for. */
export function askForm(target: Place & Pick<ObjectTarget, 'uid'>, form: ActionForm): void {
  useAsked.setState({ asked: { place: placeOf(target), uid: target.uid, form } });
}

export function closeForm(): void {
  useAsked.setState({ asked: null });
}

/** With the object on the screen its form goes, whether that was told ever or not: it opens for nobody who comes there later. */
export function useLeftForms(state: ViewState): void {
  const place = placeOf(shownObject(state));
  useEffect(() => {
    if (useAsked.getState().asked?.place !== place) closeForm();
  }, [place]);
}

function placeOf({ cluster, namespace, name }: Place): string {
  return `${cluster}/${namespace}/${name}`;
}
