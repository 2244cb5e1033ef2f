import { getPath } from '@lanthorn/base/json.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';

/** A plain client that watches the pods of a namespace and is told the reason of each status: no console knows it sooner. Until the returned function is called. */
export function rawWatch(source: ApiSource, namespace: string, onReason: (reason: string) => void): () => void {
  const stop = new AbortController();
  const run = async () => {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const { body } = await source.send({ method: 'GET', path, query: { watch: '1' } }, stop.signal);
    let rest = '';
    for await (const chunk of body) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onReason(String(getPath(JSON.parse(line), 'object', 'status', 'reason')));
    }
  };
  run().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return () => stop.abort();
}
