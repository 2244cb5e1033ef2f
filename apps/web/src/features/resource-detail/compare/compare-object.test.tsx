import { fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { SECRET_VIEW } from '@lanthorn/views/kinds/core/secrets.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { startedWith } from '../../../data/client/test-clusters.ts';
import { FORBIDDEN, resetWorld, world } from '../test-world.ts';
import { CompareObject } from './compare-object.tsx';

vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);

const web = (namespace: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: namespace === 'shop' ? 'web' : 'web-2', namespace, uid: namespace, resourceVersion: namespace },
  spec: { replicas, revisionHistoryLimit: 10 },
  status: { replicas },
});

const onOther = vi.fn();
const onEnd = vi.fn();
beforeEach(() => {
  resetWorld();
  onOther.mockReset();
  onEnd.mockReset();
});

interface Shown {
  readonly other?: string;
  readonly view?: KindView;
  readonly object?: object;
  readonly clusters?: readonly string[];
}

function show({ other = '', view = DEPLOYMENT_VIEW, object = web('shop', 2), clusters = [] }: Shown = {}) {
  const api = { schema: async () => ({ schemas: {} }) };
  startedWith(clusters.map(name => ({ name })));
  const page = (of: string) => (
    <ClientContext value={{ api } as unknown as Client}>
      <CompareObject
        subject={{ cluster: 'c', view, namespace: 'shop', name: 'web' }}
        {...{ object, other: of, onOther, onEnd }}
      />
    </ClientContext>
  );
  const { rerender } = render(page(other));
  return { goTo: (of: string) => rerender(page(of)) };
}
const changes = () =>
  screen
    .queryAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );
const submit = () => screen.getByRole('button', { name: 'Compare' });

test('in another cluster the namesake is another object, and it is asked for there', async () => {
  show({ clusters: ['c', 'we/st'] });
  const cluster = screen.getByRole('combobox', { name: 'Cluster' });
  await userEvent.clear(cluster);
  await userEvent.type(cluster, 'we/st{Enter}');
  expect(onOther).toHaveBeenCalledExactlyOnceWith('we%2Fst//shop/web');
});

test.each([
  ['staging/web', ['Field', 'shop/web', 'staging/web']],
  ['we%2Fst//shop/web', ['Field', 'c: shop/web', 'we/st: shop/web']],
])('of %s both are named above what differs, with the cluster where there are two', (other, titles) => {
  world.objects.set('web', web('staging', 5));
  show({ other });
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(titles);
});

test('one names another object of the kind, in any namespace, and the address holds it; no object is compared with itself', async () => {
  show();
  expect(submit().getAttribute('aria-disabled')).toBe('true');
  const [namespace, name] = screen.getAllByRole('textbox');
  if (namespace === undefined || name === undefined) throw new Error('both can be named');
  await userEvent.clear(namespace);
  expect(submit().title).toBe('No object can be called so.');
  await userEvent.type(namespace, 'staging');
  await userEvent.clear(name);
  await userEvent.type(name, 'web-2{Enter}');
  expect(onOther).toHaveBeenCalledExactlyOnceWith('staging/web-2');
});

test('the fields follow the address, back and forward, and keep the focus', async () => {
  const { goTo } = show({ clusters: ['c', 'west'] });
  const fields = () => [
    screen.getByRole<HTMLInputElement>('combobox', { name: 'Cluster' }).value,
    ...screen.getAllByRole<HTMLInputElement>('textbox').map(({ value }) => value),
  ];
  submit().focus();
  goTo('west//staging/web-2');
  expect(fields()).toEqual(['west', 'staging', 'web-2']);
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), '-typed');
  goTo('staging/web-2');
  expect(fields()).toEqual(['c', 'staging', 'web-2']);
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
  goTo('');
  expect(fields()).toEqual(['c', 'shop', 'web']);
});

test('what differs stands side by side, without what each has of its own; the status where that is asked for', async () => {
  world.objects.set('web-2', web('staging', 5));
  show({ other: 'staging/web-2' });
  expect(changes()).toEqual([['spec.replicas', '2', '5']]);
  screen.getByText('1 difference');
  screen.getByRole('columnheader', { name: 'shop/web' });
  await userEvent.click(screen.getByRole('checkbox', { name: 'With the status' }));
  expect(changes().map(([path]) => path)).toEqual(['spec.replicas', 'status.replicas']);
});

test('two that are alike, one that is not there and one that may not be read are three answers', () => {
  world.objects.set('web-2', web('staging', 2));
  show({ other: 'staging/web-2' });
  screen.getByText('Nothing differs.');
  document.body.replaceChildren();
  world.objects.set('gone', null);
  show({ other: 'staging/gone' });
  screen.getByText('There is no gone of this kind there.');
  document.body.replaceChildren();
  world.states.set('secret', FORBIDDEN);
  show({ other: 'staging/secret' });
  expect(screen.getByRole('status').textContent).toContain('not for you');
  expect(screen.queryByText('Nothing differs.')).toBeNull();
});

async function paste(text: string): Promise<void> {
  await userEvent.click(screen.getByRole('radio', { name: 'A text or file' }));
  fireEvent.change(screen.getByRole('textbox', { name: /^YAML or JSON/ }), { target: { value: text } });
}

test('a pasted manifest is compared by what it says; what the server filled in on demand', async () => {
  show();
  await paste(
    'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n',
  );
  expect(changes()).toEqual([['spec.replicas', '2', '3']]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Only what the text says' }));
  expect(changes().map(([path]) => path)).toEqual(['spec.replicas', 'spec.revisionHistoryLimit']);
});

test('of several in a text the one that is called the same is meant', async () => {
  show();
  const one = (name: string, replicas: number) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {replicas: ${replicas}}\n`;
  await paste([one('other', 9), one('web', 4)].join('---\n'));
  expect(changes()).toEqual([['spec.replicas', '2', '4']]);
});

test('a text without such an object, and one that cannot be read, are said to be that', async () => {
  show();
  await paste('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n');
  expect(screen.getByRole('status').textContent).toBe('There is no Deployment in the text.');
  await paste('kind: [');
  expect(screen.getByRole('status').textContent).toMatch(/could be read; line 1 is wrong/);
});

test('a dropped file is read; one that no object is as large as is not', async () => {
  show();
  await paste('');
  const area = screen.getByRole('textbox', { name: /^YAML or JSON/ });
  const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 7}\n';
  const file = { name: 'web.yaml', size: text.length, text: async () => text };
  fireEvent.drop(area, { dataTransfer: { files: [file] } });
  await screen.findByText('7');
  fireEvent.drop(area, { dataTransfer: { files: [{ ...file, name: 'big.yaml', size: 3_000_000 }] } });
  expect(screen.getByRole('alert').textContent).toContain('big.yaml');
});

test('values of Secrets are not compared, and that is said', () => {
  const secret = (value: string) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web', namespace: 'shop' } },
    data: { password: value },
  });
  world.objects.set('web-2', secret('dHdv'));
  show({ other: 'staging/web-2', view: SECRET_VIEW, object: secret('b25l') });
  screen.getByText(/Values are hidden, and not compared/);
  screen.getByText('Nothing differs.');
});

test('the way back', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Back to the YAML' }));
  expect(onEnd).toHaveBeenCalledOnce();
});
