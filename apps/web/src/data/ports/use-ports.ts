import { useEffect, useState } from 'react';
import type { PortsState } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import { useClient } from '../client/client.ts';

export interface LivePorts {
  /** Null until they are known. */
  readonly state: PortsState | null;
  /** Why nothing more is told. */
  readonly end: StreamEnd | null;
}

const UNKNOWN: LivePorts = { state: null, end: null };

/** The ports of this machine that lead to pods, of every cluster. */
export function usePorts(cluster: string): LivePorts {
  const { connection } = useClient();
  const [ports, setPorts] = useState(UNKNOWN);
  useEffect(() => {
    const query = { kind: 'ports', cluster } as const;
    const decoder = new TextDecoder();
    const handle = connection.openStream(query, {
      // Each frame is all there is to know.
      onBytes: ({ bytes }) => setPorts({ state: JSON.parse(decoder.decode(bytes)) as PortsState, end: null }),
      onEnd: end => setPorts(before => ({ ...before, end })),
      renew: () => query,
    });
    return () => handle.close();
  }, [connection, cluster]);
  return ports;
}
