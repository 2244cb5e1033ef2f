import { type ReactNode, useRef } from 'react';
import { useMainElement } from '../focus/focus-return.ts';

/** The title of a screen that has no list: focus comes here when the screen opens, and who listens hears where they are. */
export function ScreenTitle({ children }: { readonly children: ReactNode }) {
  const title = useRef<HTMLHeadingElement>(null);
  useMainElement(title);
  return (
    <h1 ref={title} tabIndex={-1} className="screen-title">
      {children}
    </h1>
  );
}
