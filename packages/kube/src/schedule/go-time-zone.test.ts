import { expect, test } from 'vitest';
import { loadGoTimeZone } from './go-time-zone.ts';
import vectors from './go-time-zone.vectors.json' with { type: 'json' };

// Written by tools/cron-vectors: every name in Go's database, and what LoadLocation says of names that others take for zones.

const { known, refused } = vectors;
/** A place that is nowhere: it says that nobody has set the zone, and `Intl` does not know it. */
const NOWHERE = 'Factory';
/** Go's own words for a folder of its database. */
const FOLDER = 'is a directory';

test('every zone of Go is known, under its name as Go spells it and no other', () => {
  expect(known.length).toBeGreaterThan(590);
  const zones = known.filter(name => name !== NOWHERE);
  expect(zones.filter(name => !loadGoTimeZone(name).ok)).toEqual([]);
  const others = zones.flatMap(name => [name.toLowerCase(), name.toUpperCase()]).filter(name => !zones.includes(name));
  expect(others.filter(name => loadGoTimeZone(name).ok)).toEqual([]);
  expect(Intl.supportedValuesOf('timeZone').filter(name => !zones.includes(name))).toEqual([]);
});

test('what Go refuses is refused in its words', () => {
  const said = Object.keys(refused).map(name => {
    const zone = loadGoTimeZone(name);
    return [name, zone.ok ? 'taken' : zone.error];
  });
  const expected = Object.entries(refused).map(([name, error]) => [
    name,
    error === FOLDER ? `unknown time zone ${name}` : error,
  ]);
  expect(said).toEqual(expected);
});
