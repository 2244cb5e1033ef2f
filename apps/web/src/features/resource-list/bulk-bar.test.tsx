import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import type { Right } from '@lanthorn/actions/machinery/action.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { startedWith } from '../../data/client/test-clusters.ts';
import { BulkBar } from './bulk-bar.tsx';
import { useSelectedLogs } from './use-selected-logs.ts';

let readable: readonly string[];
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly { readonly right: Right }[]) =>
    rights.map(({ right }) => right.resource !== 'pods/log' || readable.includes(right.namespace)),
}));
vi.mock('../../data/client/use-served-kinds.ts', () => ({ useServedKinds: () => null }));

beforeEach(() => startedWith(null));

function logsButton(): HTMLElement {
  const subjects = ['a', 'a', 'b'].map((namespace, i) => ({
    target: { cluster: 'c', resource: POD_VIEW.resource, namespace, name: `web-${i}`, uid: `u${i}` },
    state: objectState({}),
  }));
  const nothing = () => {};
  function Bar() {
    const logs = useSelectedLogs(POD_VIEW, subjects);
    return <BulkBar {...{ subjects, logs }} gone={0} matched={3} onSelectAll={nothing} onClear={nothing} />;
  }
  render(<Bar />);
  return screen.getByRole('button', { name: 'Logs' });
}

test('the logs of a selection can be opened where those of one namespace may be read', () => {
  readable = ['b'];
  expect(logsButton().ariaDisabled).toBeNull();
});

test('where none of them may be read, it says which right is missing', () => {
  readable = [];
  const logs = logsButton();
  expect([logs.ariaDisabled, logs.title]).toEqual(['true', expect.stringContaining('get pods/log')]);
});
