import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { answerLines, printSchedule } from './schedule-command.ts';

function output() {
  const lines: string[] = [];
  const errors: string[] = [];
  return { lines, errors, out: (text: string) => lines.push(text), error: (text: string) => errors.push(text) };
}

const question = { spec: '30 2 * * *', timeZone: 'America/New_York', from: '2026-03-07T12:00:00Z', count: 2 };

describe('lanthorn schedule', () => {
  test('prints runs in UTC', () => {
    const to = output();
    expect(printSchedule(question, { json: false }, to)).toBe(0);
    expect(to.lines).toEqual(['2026-03-09T06:30:00Z', '2026-03-10T06:30:00Z']);
  });

  test.each([
    [{ spec: '61 * * * *' }, 'end of range (61) above maximum (59): 61'],
    [{ timeZone: 'Mars/X' }, 'unknown time zone Mars/X'],
    [{ timeZone: 'PST' }, 'unknown time zone PST'],
    [{ spec: 'TZ=PST 0 0 * * *' }, 'provided bad location PST: unknown time zone PST'],
    [{ from: 'tomorrow' }, '"tomorrow" is not a time in RFC 3339 form, such as 2026-11-23T08:00:00Z'],
  ])('%o is an error and exit code 1', (change, message) => {
    const plain = output();
    expect(printSchedule({ ...question, ...change }, { json: false }, plain)).toBe(1);
    expect(plain.errors).toEqual([message]);
    const json = output();
    expect(printSchedule({ ...question, ...change }, { json: true }, json)).toBe(1);
    expect(json.lines).toEqual([JSON.stringify({ error: message })]);
  });

  test('answers JSON lines one by one, whatever they hold', async () => {
    const to = output();
    const lines = [
      JSON.stringify(question),
      '{"spec":"0 0 31 2 *"}',
      '',
      'nonsense',
      '[]',
      '{"spec":"@hourly","count":1}',
    ];
    await answerLines(Readable.from([lines.join('\n')]), to, () => Date.parse('2026-11-23T08:30:00Z'));
    expect(to.lines.map(line => JSON.parse(line) as unknown)).toEqual([
      { next: ['2026-03-09T06:30:00Z', '2026-03-10T06:30:00Z'] },
      { next: [] },
      { error: expect.stringContaining('not JSON') as unknown },
      { error: 'a line must be a JSON object with a "spec"' },
      { next: ['2026-11-23T09:00:00Z'] },
    ]);
  });
});
