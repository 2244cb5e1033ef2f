import { safeLocale } from '../words/i18n.ts';

/** How a reader wants moments to be told. */
export interface TimeReading {
  /** The language of the page. */
  readonly locale: string;
  /** Of the IANA database; undefined for that of this machine. */
  readonly zone: string | undefined;
}

type Form = Intl.DateTimeFormatOptions;

/** In every language: as schedules, logs and the hours of a chart are written. */
const hourCycle = 'h23';
const EXACT = { dateStyle: 'medium', timeStyle: 'long', hourCycle } as const satisfies Form;
const CLOCK = { timeStyle: 'medium', hourCycle } as const satisfies Form;
const SHORT_CLOCK = { timeStyle: 'short', hourCycle } as const satisfies Form;
const SHORT_DAY = { month: 'short', day: 'numeric' } as const satisfies Form;
const WEEKDAY = { weekday: 'short', day: 'numeric', month: 'short' } as const satisfies Form;
const DAY_AND_CLOCK = { ...SHORT_DAY, hour: '2-digit', minute: '2-digit', hourCycle } as const satisfies Form;
const DAY_OF_YEAR = { dateStyle: 'medium' } as const satisfies Form;
/** As much of a moment as tells it from now. */
const SHORT = { today: SHORT_CLOCK, thisYear: SHORT_DAY, far: DAY_OF_YEAR };
const COLUMN = { today: CLOCK, thisYear: DAY_AND_CLOCK, far: DAY_OF_YEAR };
/** The same in every language, for arithmetic. */
const PARTS = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle,
} as const satisfies Form;
const TO_THE_SECOND = { ...PARTS, minute: '2-digit', second: '2-digit' } as const satisfies Form;

/** One for each form, language and zone on screen: making one takes longer than all else that is done to draw a row. */
const FORMATS = new Map<Form, Map<string, Intl.DateTimeFormat>>();

function format(form: Form, { locale, zone }: TimeReading): Intl.DateTimeFormat {
  const made = FORMATS.get(form) ?? new Map<string, Intl.DateTimeFormat>();
  FORMATS.set(form, made);
  const key = `${locale} ${zone ?? ''}`;
  const known =
    made.get(key) ??
    new Intl.DateTimeFormat(safeLocale(locale), zone === undefined ? form : { ...form, timeZone: zone });
  made.set(key, known);
  return known;
}

/** A moment in full, with its zone. */
export function exactTime(ms: number, reading: TimeReading): string {
  return format(EXACT, reading).format(ms);
}

/** The clock alone, to the second. */
export function clockTime(ms: number, reading: TimeReading): string {
  return format(CLOCK, reading).format(ms);
}

/** A day with its weekday. */
export function dayText(ms: number, reading: TimeReading): string {
  return format(WEEKDAY, reading).format(ms);
}

/** A moment where there is room for little: the clock today, else the day. */
export function shortMoment(ms: number, now: number, reading: TimeReading): string {
  return format(SHORT[nearness(ms, now, reading)], reading).format(ms);
}

/** A moment in a column: the clock to the second today, day and clock this year, else the date. */
export function columnMoment(ms: number, now: number, reading: TimeReading): string {
  return format(COLUMN[nearness(ms, now, reading)], reading).format(ms);
}

/** How near a moment is to now, as a calendar has it. */
function nearness(ms: number, now: number, reading: TimeReading): 'today' | 'thisYear' | 'far' {
  const [day, today] = [dayOf(ms, reading), dayOf(now, reading)];
  if (day === today) return 'today';
  return day.slice(0, 4) === today.slice(0, 4) ? 'thisYear' : 'far';
}

/** The calendar's day that a moment is in, `2026-03-29`: days compare as text. */
export function dayOf(ms: number, reading: Pick<TimeReading, 'zone'>): string {
  const { year = '', month = '', day = '' } = partsOf(ms, reading);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** The hour of the day that a moment is in, from 0. */
export function hourOf(ms: number, reading: Pick<TimeReading, 'zone'>): number {
  return Number(partsOf(ms, reading)['hour']);
}

/** A moment to the second, `2026-03-29 02:30:00`: as text it compares. */
export function secondText(ms: number, reading: Pick<TimeReading, 'zone'>): string {
  const text = new Date(ms + offsetAt(ms, reading)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** Clocks are changed at quarters of an hour, not between them. */
const QUARTER_MS = 15 * 60_000;
const MAX_OFFSETS = 10_000;
/** For each zone by quarters: to ask for one takes longer than to read a hundred lines. */
const OFFSETS = new Map<string, Map<number, number>>();

/** How far the clock of a zone is ahead of UTC. */
function offsetAt(ms: number, reading: Pick<TimeReading, 'zone'>): number {
  const zone = reading.zone ?? '';
  const asked = OFFSETS.get(zone);
  const known = asked === undefined || asked.size >= MAX_OFFSETS ? new Map<number, number>() : asked;
  OFFSETS.set(zone, known);
  const quarter = Math.floor(ms / QUARTER_MS);
  const offset = known.get(quarter) ?? readOffset(quarter * QUARTER_MS, reading);
  known.set(quarter, offset);
  return offset;
}

function readOffset(ms: number, reading: Pick<TimeReading, 'zone'>): number {
  const parts = partsOf(ms, reading, TO_THE_SECOND);
  const [year = 0, month = 1, ...rest] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(type =>
    Number(parts[type]),
  );
  return Date.UTC(year, month - 1, ...rest) - ms;
}

function partsOf(
  ms: number,
  { zone }: Pick<TimeReading, 'zone'>,
  form: Form = PARTS,
): Readonly<Record<string, string>> {
  const parts = format(form, { locale: 'en-US', zone }).formatToParts(ms);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** The name of the zone that is read in. */
export function zoneName({ zone }: Pick<TimeReading, 'zone'>): string {
  return format(PARTS, { locale: 'en-US', zone }).resolvedOptions().timeZone;
}

/** Whether this browser knows a zone of this name. */
export function isKnownZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
