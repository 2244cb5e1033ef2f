import { createContext } from 'react';

/** Heights of rows in pixels, by how close the reader likes them. */
export const ROW_HEIGHTS = { compact: 28, roomy: 36 } as const;

/** A row of two lines: a finger finds it, and a phone shows a dozen. */
export const STACKED_HEIGHT = 52;
/** Narrower than this, columns beside each other tell little more than a name. */
export const STACKED_BELOW = '(max-width: 600px)';

/** Whether rows of the grids below have two lines. */
export const StackedRowsContext = createContext(false);

/** Of every grid below. */
export const RowHeightContext = createContext<number>(ROW_HEIGHTS.compact);
