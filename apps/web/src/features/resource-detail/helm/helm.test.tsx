import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ComponentType, ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type {
  ReleaseAnswer,
  ReleaseLine,
  ReleaseRequest,
  ReleaseStates,
  RevealReleaseRequest,
  ToldRelease,
  ToldReleaseObject,
  ToldRevision,
} from '@lanthorn/protocol/http/helm-messages.ts';
import { readRelease } from '@lanthorn/kube/helm/release.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { StreamReader } from '../../../data/connection/page-streams.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { FORBIDDEN } from '../test-world.ts';
import { HelmPage } from './helm-page.tsx';
import { ReleasePage } from './release-page.tsx';
import { lineOf } from '../../../ui/form/test-line.ts';

let address: Record<string, string> = {};
const navigate = vi.fn(({ search }: { search: (before: object) => Record<string, string> }) => {
  address = search(address);
});
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { children: ReactNode; params: object }) => (
    <a href={`#${Object.values(params).join('/')}`}>{children}</a>
  ),
  useNavigate: () => navigate,
  useParams: () => ({ cluster: 'c', resource: 'helm', namespace: 'shop', name: 'web' }),
  useSearch: () => address,
}));

const LIVE: ReleaseStates = { secrets: { kind: 'live' }, configmaps: { kind: 'live' } };
const HEAD = {
  status: 'deployed',
  description: 'Upgrade complete',
  chart: 'web',
  chartVersion: '1.2.3',
  appVersion: '9.1',
};
const release = (more: Partial<ToldRelease> = {}): ToldRelease => ({
  ...{ storage: 'secrets', namespace: 'shop', name: 'web', revision: 3, status: 'deployed', revisions: 3, deployed: 3 },
  ...{ storedAt: 1_000, head: { ...HEAD, updatedAt: 1_000 }, problem: null },
  ...more,
});

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const deployment = (replicas: number) =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${replicas}\n`;
const KEPT =
  '---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\n  annotations:\n    helm.sh/resource-policy: keep\n';

function answerOf({ revision }: ReleaseRequest, isMasked: boolean): ReleaseAnswer {
  const manifest = `---\n${SERVICE}${deployment(revision)}${revision === 3 ? KEPT : ''}# ${isMasked ? '•••' : 'hunter2'}\n`;
  const config = { replicas: revision };
  const hooks = [{ name: 'check', kind: 'Job', events: ['post-rollback'], manifest: 'kind: Job\n', weight: 5 }];
  const metadata = { name: 'web', version: '1.2.3', home: 'javascript:alert(1)', sources: ['https://example.com/web'] };
  const parts = { name: 'web', manifest, config, hooks, metadata, info: { notes: 'Have fun.' } };
  return { release: readRelease(parts), values: { ...config, image: 'web' }, isMasked, object: 'x', uid: 'u' };
}

let reader: StreamReader | null;
let asked: unknown[];
let objects: ToldReleaseObject[];
let revisions: ToldRevision[];
let answer: (request: ReleaseRequest) => Promise<ReleaseAnswer>;
beforeEach(() => {
  address = {};
  reader = null;
  asked = [];
  objects = [];
  revisions = [3, 2, 1].map(revision => ({
    ...{ revision, status: revision === 3 ? 'deployed' : 'superseded', problem: null, storedAt: revision * 1_000 },
    head: { ...HEAD, description: `It was ${revision}`, updatedAt: null },
  }));
  answer = async request => answerOf(request, true);
});

function show(Page: ComponentType) {
  const api = {
    helmRelease: (request: ReleaseRequest) => answer(request),
    helmRevisions: async () => ({ revisions, left: 0 }),
    helmObjects: async (request: ReleaseRequest) => {
      asked.push(request);
      return { objects, isWhole: true, asOf: 1_000 };
    },
    revealRelease: async (request: RevealReleaseRequest) => {
      asked.push(request);
      return answerOf(request, false);
    },
  };
  const connection = {
    openStream: (query: object, told: StreamReader) => {
      asked.push(query);
      reader = told;
      return { write: () => false, close: () => {} };
    },
  };
  const client = { api, connection } as unknown as Client;
  const shown = render(
    <ClientContext value={client}>
      <Page />
    </ClientContext>,
  );
  return {
    again: () =>
      shown.rerender(
        <ClientContext value={client}>
          <Page />
        </ClientContext>,
      ),
  };
}

async function say(...lines: readonly ReleaseLine[]): Promise<void> {
  const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
  await act(async () => void reader?.onBytes({ channel: 0, bytes: new TextEncoder().encode(text) }));
}
const told = (one: ToldRelease): ReleaseLine => ({
  type: 'release',
  key: `${one.namespace}/${one.name}`,
  release: one,
});
const states = (value: ReleaseStates = LIVE): ReleaseLine => ({ type: 'states', states: value, left: 0 });
const rows = (id: string) =>
  within(screen.getByTestId(id))
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );

test('releases are told live: what is new, what is other, what is gone; a line may come in two parts', async () => {
  show(HelmPage);
  expect(asked).toEqual([{ kind: 'releases', cluster: 'c', namespaces: [] }]);
  const line = new TextEncoder().encode(`${JSON.stringify(told(release()))}\n`);
  await say({ type: 'begin' }, states());
  await act(async () => void reader?.onBytes({ channel: 0, bytes: line.slice(0, 40) }));
  await act(async () => void reader?.onBytes({ channel: 0, bytes: line.slice(40) }));
  expect(rows('releases').map(cells => cells.slice(0, 6))).toEqual([
    ['web', 'shop', 'deployed', 'web-1.2.3', '9.1', '3'],
  ]);
  expect(screen.getByRole('link', { name: 'web' }).getAttribute('href')).toBe('#c/helm/shop/web');
  const failed = release({
    revision: 4,
    status: 'failed',
    head: { ...HEAD, description: 'timed out', updatedAt: null },
  });
  await say(told(failed));
  expect(screen.getByTestId('release-reason').textContent).toBe('timed out Revision 3 is what was deployed before.');
  await say({ type: 'gone', key: 'shop/web' });
  screen.getByText('No releases');
});

test('what is not read yet has no chart, and what cannot be read says why', async () => {
  show(HelmPage);
  const unread = release({ name: 'bomb', head: null, problem: problem('releaseTooLarge', { most: 16 }) });
  await say(states(), told(release({ head: null })), told(unread));
  expect(rows('releases').map(cells => cells[3])).toEqual([expect.stringContaining('unpacks to more than 16 MB'), '']);
});

test('one that hangs says so, and since when', async () => {
  show(HelmPage);
  await say(states(), told(release({ status: 'pending-upgrade', storedAt: Date.now() - 7_200_000, head: null })));
  expect(screen.getByTestId('release-reason').textContent).toMatch(/Helm has been at it for (1h59m|2h) /);
});

test('without the right to Secrets nothing is called empty: which right lacks is said', async () => {
  show(HelmPage);
  await say(states({ ...LIVE, secrets: FORBIDDEN }));
  screen.getByRole('heading', { name: 'Whether there are releases is not known' });
  expect(screen.getByText(/rights to list, watch and get Secrets/).textContent).toContain('not for you');
  expect(screen.queryByText('No releases')).toBeNull();
});

test('the words follow the address, back and forward', async () => {
  const { again } = show(HelmPage);
  await say(states(), told(release()), told(release({ name: 'api', namespace: 'apps' })));
  address = { q: 'apps' };
  again();
  expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('apps');
  expect(rows('releases').map(([name]) => name)).toEqual(['api']);
});

test('words find releases, and the address holds them', async () => {
  show(HelmPage);
  await say(states(), told(release()), told(release({ name: 'api', namespace: 'apps' })));
  await userEvent.type(screen.getByRole('searchbox'), 'apps deployed');
  expect(rows('releases').map(([name]) => name)).toEqual(['api']);
  expect(address['q']).toBe('apps deployed');
  await userEvent.type(screen.getByRole('searchbox'), ' x');
  screen.getByText('No release matches');
});

const object = (more: Partial<ToldReleaseObject>): ToldReleaseObject => ({
  ...{ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web', isKept: false, state: 'there' },
  ...{ reason: null, status: null, drift: [], drifted: 0, otherRelease: '', ...more },
});

async function open(tab?: string, one = release()) {
  if (tab !== undefined) address = { tab };
  const shown = show(ReleasePage);
  await say(states(), told(one));
  return shown;
}

test('objects of the deployed revision stand with their state and what drifted', async () => {
  objects = [
    object({}),
    object({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', status: { status: 'Degraded', tone: 'bad' }, drifted: 1 },
      drift: [{ path: 'spec.replicas', before: 2, after: 5 }],
    }),
    object({ kind: 'ConfigMap', name: 'gone', state: 'missing' }),
    object({
      kind: 'Secret',
      name: 'locked',
      state: 'forbidden',
      reason: problem('clusterSays', { status: 403, detail: 'no' }),
    }),
  ];
  await open(undefined, release({ revision: 4, status: 'failed', deployed: 3 }));
  await screen.findByTestId('release-objects');
  expect(asked.at(-1)).toMatchObject({ name: 'web', revision: 3 });
  const lines = screen.getByTestId('release-objects').querySelectorAll<HTMLElement>('tr[data-object]');
  expect([...lines].map(row => row.dataset['object'])).toEqual([
    'Service/web',
    'Deployment/web',
    'ConfigMap/gone',
    'Secret/locked',
  ]);
  const [service, changed, gone, locked] = lines;
  expect(service?.textContent).toContain('as written');
  expect(
    within(changed as HTMLElement)
      .getByRole('link')
      .getAttribute('href'),
  ).toBe('#c/deployments/shop/web');
  expect(changed?.textContent).toMatch(/Degraded.*1 field drifted.*spec\.replicas25/);
  expect(gone?.textContent).toContain('not there');
  expect(locked?.textContent).toMatch(/not for you to read.*no/);
  expect(
    screen.getByText(/4 objects in the manifest of revision 3\. 1 is not there\. 1 drifted from it\. 1 is not known\./),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
  expect(asked.filter(one => (one as ReleaseRequest).revision === 3)).toHaveLength(2);
});

test('the history tells each revision; any two are compared, by values and by objects', async () => {
  const { again } = await open('history');
  const history = await screen.findByTestId('release-history');
  expect([...history.querySelectorAll('tr[data-revision]')].map(row => row.textContent)).toEqual([
    expect.stringContaining('3deployedIt was 3'),
    expect.stringContaining('2supersededIt was 2'),
    expect.stringContaining('1supersededIt was 1'),
  ]);
  const compared = screen.getByTestId('compare-revisions');
  await within(compared).findByText('Deployment web (apps/v1)');
  expect(compared.textContent).toMatch(
    /replicas23.*Deployment web.*1 field differs.*spec\.replicas23.*PersistentVolumeClaim data.*new/,
  );
  expect(compared.textContent).not.toContain('Service web');
  await userEvent.click(screen.getByRole('button', { name: 'Compare revision 2 with the one before it' }));
  expect(address['rev']).toBe('1..2');
  again();
  await within(screen.getByTestId('compare-revisions')).findByText('Deployment web (apps/v1)');
  expect(screen.getByTestId('compare-revisions').textContent).toMatch(/replicas12/);
});

test('values are those that were given, or all', async () => {
  await open('values');
  expect((await screen.findByTestId('values')).textContent).toBe('replicas: 3\n');
  await userEvent.click(screen.getByRole('radio', { name: /^All/ }));
  expect(screen.getByTestId('values').textContent).toBe('replicas: 3\nimage: web\n');
});

test('the manifest is masked until somebody asks; that is recorded with the uid that was read', async () => {
  await open('manifest');
  expect((await screen.findByTestId('manifest')).textContent).toContain('•••');
  await userEvent.click(screen.getByRole('button', { name: 'Show values of Secrets' }));
  expect(screen.getByTestId('manifest').textContent).toContain('hunter2');
  expect(asked.at(-1)).toMatchObject({ storage: 'secrets', namespace: 'shop', name: 'web', revision: 3, uid: 'u' });
  expect(screen.queryByRole('button', { name: 'Show values of Secrets' })).toBeNull();
  expect(screen.getByTestId('hooks').textContent).toContain('post-rollback');
});

test('another revision is looked at by choice, and the address holds it', async () => {
  const { again } = await open('manifest');
  choose(await screen.findByRole('combobox', { name: 'Revision' }), '2 – superseded');
  expect(address['rev']).toBe('2');
  again();
  expect((await screen.findByTestId('manifest')).textContent).toContain('replicas: 2');
});

test('the chart tells of itself; what is no address of the web is no link', async () => {
  await open('chart');
  await screen.findByText('Have fun.');
  screen.getByText('javascript:alert(1)');
  expect(screen.getAllByRole('link').map(link => link.getAttribute('href'))).toContain('https://example.com/web');
  expect(document.querySelector('a[href^="javascript"]')).toBeNull();
});

test('lines for Helm stand with what they would do', async () => {
  await open('commands');
  const back = await screen.findByTestId('rollback');
  await within(back).findByText(/is changed/);
  within(back).getByText(lineOf('helm rollback web 2 --namespace shop --kube-context c'));
  const effects = (part: HTMLElement) =>
    [...part.querySelectorAll<HTMLElement>('li')].map(({ dataset, textContent }) => [dataset['effect'], textContent]);
  expect(effects(back)).toEqual([
    ['changed', '1 is changed: Deployment/web'],
    ['kept', '1 is kept by its policy: PersistentVolumeClaim/data'],
    ['same', '1 is the same in both manifests.'],
    ['hooks', '1 hook runs: Job/check (post-rollback)'],
  ]);
  const gone = screen.getByTestId('uninstall');
  within(gone).getByText(lineOf('helm uninstall web --namespace shop --kube-context c'));
  expect(effects(gone)).toEqual([
    ['deleted', '2 are deleted: Service/web, Deployment/web'],
    ['kept', '1 is kept by its policy: PersistentVolumeClaim/data'],
  ]);
});

test('a release that is not there, and one that may not be known, are two answers', async () => {
  show(ReleasePage);
  await say(states());
  screen.getByText('There is no release web in shop.');
  await say(states({ ...LIVE, secrets: FORBIDDEN }));
  expect(screen.getByText(/rights to list, watch and get Secrets/).textContent).toContain('not for you');
});

test('what cannot be read says why, and the rest of the page stays', async () => {
  answer = async () => {
    throw new Error('This release unpacks to too much.');
  };
  await open('values');
  expect((await screen.findByRole('alert')).textContent).toContain('unpacks to too much');
  screen.getByRole('tab', { name: /History/ });
});
