import { createContext } from 'react';

/** Heights of rows in pixels, by how close the reader likes them. */
export const ROW_HEIGHTS = { compact: 28, roomy: 36 } as const;

/** Of every grid below. */
export const RowHeightContext = createContext<number>(ROW_HEIGHTS.compact);
