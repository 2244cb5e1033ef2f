import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { GridColumn } from './grid-props.ts';
import { RowHeightContext, STACKED_HEIGHT, StackedRowsContext } from './row-height.ts';
import { stackColumns } from './stacked-columns.ts';
import { GridRow } from './grid-row.tsx';

const column = (id: string, place?: GridColumn<string>['place']): GridColumn<string> => ({
  ...{ id, title: id, width: 100, align: 'left', render: row => `${row} ${id}` },
  ...(place === undefined ? {} : { place }),
});
const COLUMNS = [
  column('name'),
  column('namespace', 'detail'),
  column('ready', 'detail'),
  column('status', 'state'),
  column('restarts', 'detail'),
  column('lastRestart'),
  column('age', 'when'),
];

test('a row of two lines has its name, its state, two facts and a time', () => {
  expect(stackColumns(COLUMNS).map(({ id }) => id)).toEqual(['name', 'status', 'namespace', 'ready', 'age']);
});

test('the first column is no title where it has another place', () => {
  const events = [column('lastSeen', 'when'), column('type', 'state'), column('reason'), column('object', 'detail')];
  expect(stackColumns(events).map(({ id }) => id)).toEqual(['reason', 'type', 'object', 'lastSeen']);
});

test('what somebody asked for comes before the other facts, and says what it is', () => {
  const chosen = ['cpuUsed', 'memoryUsed'].map(id => ({ ...column(id, 'detail'), isChosen: true }));
  const columns = stackColumns([...COLUMNS, ...chosen]);
  expect(columns.map(({ id }) => id)).toEqual(['name', 'status', 'cpuUsed', 'memoryUsed', 'age']);
  const nothing = vi.fn();
  render(
    <GridRow
      {...{ name: 'a', note: null, index: 0, top: 0, row: 'a', rowKey: 'a', template: null, read: null, columns }}
      isSelected={false}
      isFocused={false}
      isOpened={false}
      onSelect={nothing}
      onOpen={nothing}
      onMenu={nothing}
    />,
  );
  expect(screen.getByText('a cpuUsed').dataset['title']).toBe('cpuUsed');
  expect(screen.getByText('a status').dataset['title']).toBeUndefined();
});

test('what a kind lacks has no place, and a table without columns stays one', () => {
  expect(stackColumns([column('name'), column('keys')]).map(({ id }) => id)).toEqual(['name']);
  expect(stackColumns([])).toEqual([]);
});

test('without a template of columns the places of the cells are told to the style sheet', () => {
  const nothing = vi.fn();
  render(
    <StackedRowsContext value>
      <RowHeightContext value={STACKED_HEIGHT}>
        <GridRow
          {...{ name: 'a', note: null, index: 0, top: 0, row: 'a', rowKey: 'a', template: null, read: null }}
          columns={stackColumns(COLUMNS)}
          isSelected={false}
          isFocused={false}
          isOpened={false}
          onSelect={nothing}
          onOpen={nothing}
          onMenu={nothing}
        />
      </RowHeightContext>
    </StackedRowsContext>,
  );
  expect(screen.getByText('a status').dataset['place']).toBe('state');
  expect(screen.getByRole('row').style.gridTemplateColumns).toBe('');
});

test('what has nothing in it has no dash there; beside the other columns it has', () => {
  const nothing = vi.fn();
  const columns = [column('name'), { ...column('status', 'state'), isEmptyAt: () => true }, column('age', 'when')];
  const row = (template: string | null) => (
    <GridRow
      {...{ name: 'a', note: null, index: 0, top: 0, row: 'a', rowKey: 'a', template, read: null, columns }}
      isSelected={false}
      isFocused={false}
      isOpened={false}
      onSelect={nothing}
      onOpen={nothing}
      onMenu={nothing}
    />
  );
  const { rerender } = render(row(null));
  expect([screen.getByText('a status'), screen.getByText('a age')].map(({ dataset }) => dataset['empty'])).toEqual([
    'true',
    undefined,
  ]);
  rerender(row('1fr'));
  expect(screen.getByText('a status').dataset['empty']).toBeUndefined();
});
