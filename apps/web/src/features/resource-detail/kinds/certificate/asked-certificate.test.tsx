import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { CERTIFICATE_SIGNING_REQUEST_VIEW } from '@lanthorn/views/kinds/certificates.k8s.io/certificatesigningrequests.ts';
import { useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import type { LiveObject } from '../../../../data/objects/use-live-object.ts';
import { Verdict } from '../../verdict.tsx';

const page = vi.hoisted(() => ({ allowed: true }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../../../data/actions/use-access.ts', () => ({
  useAccess: (_cluster: string, rights: readonly unknown[]) => rights.map(() => page.allowed),
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => page.allowed),
}));
beforeEach(() => {
  page.allowed = true;
});

/** `openssl req -new -subj "/O=developers/CN=ada"`. */
const ADA =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZU1JR0ZBZ0VBTUNNeEV6QVJCZ05WQkFvTUNtUmxkbVZzYjNCbGNuTXhEREFLQmdOVkJBTU1BMkZrWVRCWgpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJNOTV0QTZkNEdwdVpKUFV4cFIxS0U3Z0tBTGZTT0x3CmozazR6V3ltMkUxZStXdjZCNytLamh4UUM4OXFaTThLMVZkVC9GOEh1SHFueGZYZ05EODc3TkNnQURBS0JnZ3EKaGtqT1BRUURBZ05JQURCRkFpRUE0Z0JMWk9QVUFvVUlMWG5iK09Tc2N0SURwYU9INGZPZXgwYjVkU3dhdHpJQwpJRWEwZDB3ZkpzbklDSWJRVzdzUDlOeHUrQ08yb1BhT1c2MC80eU9lYTFjWAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

function show(status: object) {
  const object = {
    metadata: { name: 'ada', uid: 'u', creationTimestamp: new Date(Date.now() - 180_000).toISOString() },
    spec: { username: 'kim', signerName: 'example.com/people', request: ADA, expirationSeconds: 3600 },
    status,
  };
  const subject = { cluster: 'c', view: CERTIFICATE_SIGNING_REQUEST_VIEW, namespace: '', name: 'ada' };
  render(
    <ClientContext value={{} as Client}>
      <Verdict subject={subject} object={object} live={{} as LiveObject} />
    </ClientContext>,
  );
}
const verdict = () => screen.getByTestId('verdict');

test('a request that waits says since when, who asks whom for what, and how it is decided', async () => {
  show({});
  await screen.findByText(/Nobody has decided yet/);
  expect(verdict().textContent).toBe(
    'Pending for 3mkim asks the signer example.com/people for a certificate of ada. Groups: developers. Valid for 1h.Nobody has decided yet: Approve · Deny',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Deny' }));
  expect(useActionDialog.getState().request).toMatchObject({ kind: 'certificate.deny' });
});

test('who may not decide is told which right is missing', async () => {
  page.allowed = false;
  show({});
  expect((await screen.findByRole('button', { name: 'Approve' })).title).toContain('certificatesigningrequests');
});

test('of one that is approved the signer is awaited; of one that failed nobody is', async () => {
  show({ conditions: [{ type: 'Approved', status: 'True' }] });
  await screen.findByText('The signer has not answered yet.');
});

test('one that failed says why', async () => {
  show({
    conditions: [
      { type: 'Approved', status: 'True' },
      { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message: 'bad usages' },
    ],
  });
  await screen.findByText(/kim asks/);
  expect(verdict().textContent).toContain('SignerValidationFailure: bad usages');
  expect(verdict().textContent).not.toContain('answered');
});
