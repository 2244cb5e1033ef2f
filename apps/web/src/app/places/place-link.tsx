import { defaultStringifySearch, useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { placeToAddress } from '../../data/client/cluster-place.ts';
import { listAddress } from '../../data/lists/list-memory.ts';
import { isForBrowser } from '../../ui/focus/is-for-browser.ts';

/**
 * A plain anchor: the router works out each of its own links anew at every change of the address, and every letter of a filter is one. How the
 * list was left is looked up when it is drawn, which it is when the list is left, and when it is pressed.
 */
export function PlaceLink({
  to,
  place,
  ns,
  isCurrent,
  isEmpty = false,
  title,
  onNavigate,
  children,
}: {
  /** The word in the address bar. */
  readonly to: string;
  readonly place: string;
  readonly ns: string | undefined;
  readonly isCurrent: boolean;
  readonly isEmpty?: boolean;
  readonly title?: string;
  readonly onNavigate: () => void;
  readonly children: ReactNode;
}) {
  const navigate = useNavigate();
  const address = () => ({
    to: '/c/$cluster/$resource' as const,
    params: { cluster: place, resource: to },
    search: listAddress(place, to, ns) as never,
  });
  const path = [placeToAddress(place), to].map(encodeURIComponent).join('/').replaceAll('%2B', '+');
  const follow = (event: MouseEvent) => {
    onNavigate();
    if (isForBrowser(event)) return;
    event.preventDefault();
    void navigate(address());
  };
  return (
    <a
      href={`/c/${path}${defaultStringifySearch(address().search)}`}
      aria-current={isCurrent ? 'page' : undefined}
      data-empty={isEmpty || undefined}
      title={title}
      onClick={follow}
    >
      {children}
    </a>
  );
}
