import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { resetWorld, world } from '../../test-world.ts';
import { ObjectLogs } from './object-logs.tsx';

vi.mock(
  '../../../../data/objects/use-live-object.ts',
  async () => (await import('../../test-world.ts')).useLiveObjectModule,
);
vi.mock('../log-view.tsx', () => ({
  LogView: ({ containers }: { readonly containers: readonly { readonly container: string }[] }) => (
    <input type="checkbox" aria-label={`how ${containers.map(({ container }) => container).join()} is shown`} />
  ),
}));

const POD = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: { containers: [{ name: 'main' }] },
};
const logs = (
  <ObjectLogs
    subject={{ cluster: 'c', view: POD_VIEW, namespace: 'shop', name: 'web' }}
    object={POD}
    preferred={undefined}
  />
);

beforeEach(resetWorld);

test('how a log is shown is chosen once its container is known: nothing that was chosen is lost when it is told', () => {
  const { rerender } = render(logs);
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.getByLabelText('Loading…')).toBeTruthy();
  world.objects.set('web', POD);
  rerender(<div>{logs}</div>);
  expect(screen.getByRole('checkbox', { name: 'how main is shown' })).toBeTruthy();
});

test('a pod that is gone shows what is left of its log', () => {
  world.objects.set('web', null);
  render(logs);
  expect(screen.getByRole('checkbox')).toBeTruthy();
});
