import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClustersAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { ClusterSelect } from './cluster-select.tsx';

const navigate = vi.hoisted(() => vi.fn());
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));
beforeEach(() => navigate.mockClear());

const info = { isDemo: false, server: '', user: '', namespace: '', problem: null };
const clusters = {
  clusters: [
    { ...info, name: 'prod' },
    { ...info, name: 'old', problem: problem('fileMissing', {}) },
  ],
  current: 'prod',
  problems: [],
} as unknown as ClustersAnswer;

function show(cluster: string, resource: string): HTMLSelectElement {
  render(<ClusterSelect clusters={clusters} state={{ cluster, resource } as ViewState} />);
  return screen.getByRole('combobox');
}

test('a broken cluster says so and can be chosen all the same: its screen tells what is wrong', async () => {
  const select = show('prod', 'jobs');
  expect([...select.options].map(({ text }) => text)).toEqual(['prod', 'old (cannot be used)']);
  await userEvent.selectOptions(select, 'old');
  expect(navigate.mock.calls).toEqual([
    [{ to: '/c/$cluster/$resource', params: { cluster: 'old', resource: 'jobs' } }],
  ]);
});

test('a cluster that is not configured any more is still named, and the way from it leads to a list', async () => {
  const select = show('gone', '');
  expect([select.value, select.options.length]).toEqual(['gone', 3]);
  await userEvent.selectOptions(select, 'prod');
  expect(navigate).toHaveBeenCalledWith({
    to: '/c/$cluster/$resource',
    params: { cluster: 'prod', resource: 'cronjobs' },
  });
});
