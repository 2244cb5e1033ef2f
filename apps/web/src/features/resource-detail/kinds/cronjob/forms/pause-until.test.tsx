import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { closeActionDialog, useActionDialog } from '../../../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../../../data/client/client.ts';
import { ClusterTimes } from '../../../../../data/connection/cluster-times.ts';
import { testPreferences } from '../../../../../data/preferences/test-preferences.ts';
import { ClusterTime } from '../../../../../parts/cluster-time.tsx';
import { targetOf } from '../../../subject/detail-subject.ts';
import { PauseUntil } from './pause-until.tsx';

beforeEach(closeActionDialog);

test.each([
  ['UTC', '2026-03-29T01:30', '2026-03-29T05:00', '2026-03-29T05:00:00Z'],
  ['Europe/Berlin', '2026-03-29T03:30', '2026-03-29T05:00', '2026-03-29T03:00:00Z'],
  ['America/New_York', '2026-03-28T21:30', '2026-03-29T05:00', '2026-03-29T09:00:00Z'],
])('in %s an hour from now is %s, and %s is %s', (timeZone, proposed, typed, until) => {
  const clock = new FakeClock(Date.UTC(2026, 2, 29, 0, 30));
  const api = { clusters: async () => ({ clusters: [] }) };
  const client = { api, clock, times: new ClusterTimes(clock), preferences: testPreferences({ timeZone }) };
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'a' };
  const target = targetOf(subject, { metadata: { name: 'a', namespace: 'n', uid: 'u' } });
  render(
    <>
      <ClientContext value={client as unknown as Client}>
        <ClusterTime cluster="c">
          <PauseUntil subject={subject} target={target} object={{}} onClose={() => {}} />
        </ClusterTime>
      </ClientContext>
    </>,
  );
  const field = screen.getByLabelText(`Until (${timeZone})`);
  expect(field).toHaveProperty('value', proposed);
  const submit = () => fireEvent.submit(must(field.closest('form'), 'the field is in a form'));
  fireEvent.change(field, { target: { value: '' } });
  submit();
  expect(useActionDialog.getState().request).toBeNull();
  fireEvent.change(field, { target: { value: typed } });
  submit();
  expect(useActionDialog.getState().request).toMatchObject({ params: { pause: { until } } });
});
