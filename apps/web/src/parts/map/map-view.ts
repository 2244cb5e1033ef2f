import { NODE_HEIGHT, NODE_WIDTH } from './map-layout.ts';

/** How a map is moved and enlarged on screen. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Below it no name can be read any more, above it a box fills the screen. */
const SCALES = { least: 0.15, most: 2.5 };
/** A map of two boxes is not blown up. */
const MOST_FITTED = 1;
const MARGIN = 24;

/** All of it in the middle of the room. */
export function fitted(map: Size, room: Size): MapView {
  const scale = Math.min(
    MOST_FITTED,
    Math.max(
      SCALES.least,
      Math.min(
        (room.width - 2 * MARGIN) / Math.max(1, map.width),
        (room.height - 2 * MARGIN) / Math.max(1, map.height),
      ),
    ),
  );
  return { x: (room.width - map.width * scale) / 2, y: (room.height - map.height * scale) / 2, scale };
}

/** Smaller than this a name is guessed, not read: then a map begins in a size that can be read. */
const LEAST_READ = 0.65;
const READABLE = 0.8;

/** As a map begins: all of it, or where that could not be read the box that matters, with as much around it as has room. */
export function opened(map: Size, room: Size, around: Point | undefined): MapView {
  const whole = fitted(map, room);
  if (whole.scale >= LEAST_READ || around === undefined) return whole;
  const { x, y } = around;
  // A little smaller where all columns are seen then: a chain is read from left to right.
  const across = (room.width - 2 * MARGIN) / map.width;
  const scale = across < LEAST_READ ? READABLE : Math.min(READABLE, across);
  return {
    x: along(room.width, map.width * scale, (x + NODE_WIDTH / 2) * scale),
    y: along(room.height, map.height * scale, (y + NODE_HEIGHT / 2) * scale),
    scale,
  };
}

/** Where a map of such a size on screen begins: at its beginning if this place of it is seen then, else so that it is in the middle. */
function along(room: number, size: number, place: number): number {
  if (size <= room - 2 * MARGIN) return (room - size) / 2;
  if (MARGIN + place + NODE_WIDTH <= room) return MARGIN;
  return Math.max(room - MARGIN - size, Math.min(MARGIN, room / 2 - place));
}

export function movedBy(view: MapView, x: number, y: number): MapView {
  return { ...view, x: view.x + x, y: view.y + y };
}

/** What is under the point stays there. */
export function zoomed(view: MapView, factor: number, at: Point): MapView {
  const scale = Math.min(SCALES.most, Math.max(SCALES.least, view.scale * factor));
  const real = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real };
}

/** Moved as little as it takes to see a box whole. */
export function shownAround(view: MapView, place: Point, room: Size): MapView {
  const [left, top] = [place.x * view.scale + view.x, place.y * view.scale + view.y];
  const right = left + NODE_WIDTH * view.scale;
  const bottom = top + NODE_HEIGHT * view.scale;
  const x = left < MARGIN ? MARGIN - left : Math.min(0, room.width - MARGIN - right);
  const y = top < MARGIN ? MARGIN - top : Math.min(0, room.height - MARGIN - bottom);
  return movedBy(view, x, y);
}
