import { expect, it } from 'vitest';
import tokens from './tokens.css?raw';

type Scheme = 'light' | 'dark';
const SCHEMES = ['light', 'dark'] as const;
const COLOURS = readColours(tokens);

/** What lies under text: the frame, the page, menus, and rows that are pointed at or chosen. */
const SURFACES = ['sunken', 'page', 'raised', 'hover', 'selected'];
const SOFT = ['ok-soft', 'active-soft', 'warn-soft', 'bad-soft', 'idle-soft'];

/** WCAG 2.2 AA, for text of our sizes (1.4.3) and for shapes that carry meaning (1.4.11). */
const TEXT_CONTRAST = 4.5;
const SHAPE_CONTRAST = 3;

const TEXT_PAIRS = [
  ...pairs(['text', 'dim', 'faint', 'accent', 'ok', 'active', 'warn', 'bad', 'voice'], SURFACES),
  ...pairs(['text', 'dim', 'accent', 'ok', 'active', 'warn', 'bad'], SOFT),
  // Names before the lines of a merged log, on all that a line may lie on.
  ...pairs(['source-2', 'source-3', 'source-4'], SURFACES),
  ...pairs(['on-accent'], ['accent-fill']),
  ...pairs(['on-danger'], ['danger-fill']),
  ...pairs(['text'], ['found', 'flash']),
];
const SHAPE_PAIRS = [
  // The edge of a control; what holds it may be pointed at or chosen.
  ...pairs(['edge'], SURFACES),
  ...pairs(['accent', 'ok', 'active', 'warn', 'bad', 'idle'], [...SURFACES, ...SOFT]),
  ...pairs(['accent-fill', 'danger-fill', 'flame'], ['sunken', 'page', 'raised']),
];

it.each(SCHEMES)('in the %s scheme every text can be read on every surface that lies under it', scheme => {
  expect(tooFaint(TEXT_PAIRS, scheme, TEXT_CONTRAST)).toEqual([]);
});

it.each(SCHEMES)('in the %s scheme every shape stands out from what lies under it', scheme => {
  expect(tooFaint(SHAPE_PAIRS, scheme, SHAPE_CONTRAST)).toEqual([]);
});

it('measures as the standard does', () => {
  expect(contrast('#000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

it('names no size of type under 11 pixels', () => {
  const sizes = [...tokens.matchAll(/--t-\w+: \d+ (\d+)px/g)].map(([, size]) => Number(size));
  expect(sizes.length).toBeGreaterThan(5);
  expect(Math.min(...sizes)).toBe(11);
});

function tooFaint(list: readonly (readonly [string, string])[], scheme: Scheme, wanted: number): string[] {
  return list
    .map(([above, below]) => ({ above, below, is: contrast(colour(above, scheme), colour(below, scheme)) }))
    .filter(({ is }) => is < wanted)
    .map(({ above, below, is }) => `${above} on ${below}: ${is.toFixed(2)}`);
}

function pairs(above: readonly string[], below: readonly string[]): [string, string][] {
  return above.flatMap(one => below.map((other): [string, string] => [one, other]));
}

function readColours(css: string): ReadonlyMap<string, Readonly<Record<Scheme, string>>> {
  const found = new Map<string, Record<Scheme, string>>();
  for (const [, name = '', light = '', dark = light] of css.matchAll(
    /--([\w-]+): (?:light-dark\()?(#[0-9a-f]+)(?:, (#[0-9a-f]+)\))?;/g,
  ))
    found.set(name, { light, dark });
  return found;
}

function colour(name: string, scheme: Scheme): string {
  const both = COLOURS.get(name);
  if (both === undefined) throw new Error(`no colour --${name}`);
  return both[scheme];
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of sRGB, as WCAG defines it. */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map(digit => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits
    .map(pair => Number.parseInt(pair, 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
