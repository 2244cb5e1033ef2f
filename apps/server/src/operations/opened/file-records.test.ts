import { expect, test } from 'vitest';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { OWNER } from '../../upstream/identity.ts';
import type { FileRecord } from '../../files/file-keeper.ts';
import { fileRecords } from './file-records.ts';

test.each([
  ['put', 'pod.putFile', "kubectl --context=c --namespace=shop cp './a b' 'web-1:/srv/a b' --container=app"],
  ['save', 'pod.saveFile', "kubectl --context=c --namespace=shop exec web-1 --container=app --stdin -- tee '/srv/a b'"],
  ['fetch', 'pod.files', "kubectl --context=c --namespace=shop cp 'web-1:/srv/a b' './a b' --container=app"],
] as const)(
  'a file that is %s is told as %s, with the line that does the same, and how it ended',
  (how, kind, line) => {
    const begun: Operation[] = [];
    const told: Partial<OperationTarget>[] = [];
    const journal = fileRecords({
      begin: async operation => void begun.push(operation),
      update: async (_id, _index, { change }) => void told.push(change),
    });
    const record = {
      ...{ how, identity: OWNER.key, path: '/srv/a b', reason: ' why ', startedAt: 7 },
      place: { cluster: 'c', namespace: 'shop', pod: 'web-1', uid: 'u', container: 'app' },
      cluster: { info: { name: 'c', user: 'me' } },
    } as FileRecord;
    const entry = journal.began(record);
    expect(begun[0]).toMatchObject({ kind, user: 'me', reason: 'why', targets: [{ phase: 'sent', kubectl: line }] });
    entry.ended(null);
    entry.ended(problem('transferStopped', {}));
    expect(told).toEqual([
      { phase: 'settled', status: null },
      {
        phase: 'failed',
        status: expect.objectContaining({ problem: expect.objectContaining({ code: 'transferStopped' }) }),
      },
    ]);
  },
);
