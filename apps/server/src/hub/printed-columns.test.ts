import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { PrintedColumns } from './printed-columns.ts';

const RESOURCE = { group: 'example.com', version: 'v1', resource: 'widgets' };
const column = (name: string, more: object = {}) => ({ name, type: 'string', jsonPath: `.spec.${name}`, ...more });

function world(answers: readonly (readonly [status: number, body: unknown])[]) {
  const clock = new FakeClock();
  const paths: string[] = [];
  const source = {
    send: ({ path }: ApiRequest) => {
      const [status, answer] = answers[Math.min(paths.push(path), answers.length) - 1] ?? [500, {}];
      async function* body() {
        yield JSON.stringify(answer);
      }
      return status === 0
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ status, headers: {}, warnings: [], body: body() });
    },
  };
  const columns = new PrintedColumns(clock);
  const cluster = { key: 'c', source } as unknown as Cluster;
  const read = (namespace: string | null = null) => columns.of(cluster, RESOURCE, namespace);
  return { clock, paths, read };
}
const definition = (...versions: object[]) => ({ spec: { versions } });

test('of a kind its own definition is read, once in a while, and of it the version that is listed', async () => {
  const additionalPrinterColumns = [column('a'), column('b', { type: 'date', priority: 1 })];
  const { clock, paths, read } = world([[200, definition({ name: 'v2' }, { name: 'v1', additionalPrinterColumns })]]);
  const printed = [
    { name: 'a', type: 'string', path: '.spec.a', isWide: false },
    { name: 'b', type: 'date', path: '.spec.b', isWide: true },
  ];
  expect(await read()).toEqual(printed);
  expect(await read()).toEqual(printed);
  expect(paths).toEqual(['/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com']);
  await clock.advance(30_000);
  await read();
  expect(paths).toHaveLength(2);
});

test.each([
  ['may not be read', 403, {}],
  ['is not there', 404, {}],
  ['says nothing of columns', 200, definition({ name: 'v1' })],
  ['is no definition', 200, ['x']],
])('where it %s there are none', async (_what, status, body) => {
  expect(await world([[status, body]]).read()).toEqual([]);
});

test('there is a bound to what a definition may print', async () => {
  const additionalPrinterColumns = [
    column('x'.repeat(600)),
    ...Array.from({ length: 100 }, (_, i) => column(`c${i}`)),
    {},
    null,
  ];
  const read = await world([[200, definition({ name: 'v1', additionalPrinterColumns })]]).read();
  expect([read.length, read[0]?.name]).toEqual([40, 'c0']);
});

test('a cluster that is away is asked again at the next question', async () => {
  const { paths, read } = world([
    [0, {}],
    [403, {}],
  ]);
  await expect(read()).rejects.toThrow('away');
  expect(await read()).toEqual([]);
  expect(paths).toHaveLength(2);
});

test.each([403, 404])(
  'where the definition answers %i the server is asked what it prints, where that may be listed',
  async status => {
    const columnDefinitions = [
      { name: 'Name', type: 'string', format: 'name' },
      { name: 'Size', type: 'integer', priority: 0 },
      { name: 'Started', type: 'date' },
      { name: 'Host', type: 'string', priority: 1 },
      { name: 'Age', type: 'string' },
      'odd',
    ];
    const { paths, read } = world([
      [status, {}],
      [200, { kind: 'Table', columnDefinitions, rows: [] }],
    ]);
    const printed = [
      { name: 'Size', type: 'integer', path: '', cell: 1, isWide: false },
      { name: 'Host', type: 'string', path: '', cell: 3, isWide: true },
    ];
    expect(await read('shop')).toEqual(printed);
    expect(await read('shop')).toEqual(printed);
    // Whoever has no list of it in mind asks for none.
    expect(await read(null)).toEqual([]);
    expect(paths.slice(1)).toEqual(['/apis/example.com/v1/namespaces/shop/widgets']);
  },
);

test.each([
  ['may not be listed', 403, {}],
  ['is no Table', 200, { kind: 'WidgetList', items: [] }],
])('what %s prints nothing', async (_what, status, body) => {
  const answers = [[403, {}] as const, [status, body] as const];
  expect(await world(answers).read('')).toEqual([]);
});
