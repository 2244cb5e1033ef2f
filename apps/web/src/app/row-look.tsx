import type { ReactNode } from 'react';
import { usePreferences } from '../data/client/use-preferences.ts';
import {
  ROW_HEIGHTS,
  RowHeightContext,
  STACKED_BELOW,
  STACKED_HEIGHT,
  StackedRowsContext,
} from '../ui/grid/row-height.ts';
import { useMedia } from '../ui/styles/use-media.ts';

/** How the rows of every list below look: as close as the reader likes them, or two lines where the screen is narrow. */
export function RowLook({ children }: { readonly children: ReactNode }) {
  const isStacked = useMedia(STACKED_BELOW);
  const chosen = usePreferences(({ density }) => ROW_HEIGHTS[density]);
  return (
    <StackedRowsContext value={isStacked}>
      <RowHeightContext value={isStacked ? STACKED_HEIGHT : chosen}>{children}</RowHeightContext>
    </StackedRowsContext>
  );
}
