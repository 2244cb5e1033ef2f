import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { conditionTroubles, type Trouble } from '../../cells/trouble.ts';
import { numberOrText } from '../../cells/path-columns.ts';

/** One door of a gateway. */
export interface GatewayListener {
  readonly name: string;
  /** `HTTPS:443`. */
  readonly address: string;
  /** `*` for all. */
  readonly hostname: string;
  /** Routes that it took; null where nobody says. */
  readonly routes: number | null;
  readonly isProgrammed: boolean;
  /** What its controller says against it. */
  readonly troubles: readonly Trouble[];
}

/** The listeners of a gateway, with what its controller says of each. Total. */
export function gatewayListeners(gateway: unknown): readonly GatewayListener[] {
  const told = asArray(getPath(gateway, 'status', 'listeners'));
  return asArray(getPath(gateway, 'spec', 'listeners')).map(listener => {
    const name = asString(getPath(listener, 'name'));
    const status = told.find(each => getPath(each, 'name') === name);
    const conditions = asArray(getPath(status, 'conditions'));
    return {
      name,
      address: `${asString(getPath(listener, 'protocol'))}:${numberOrText(getPath(listener, 'port'))}`,
      hostname: asString(getPath(listener, 'hostname')) || '*',
      routes: asNumber(getPath(status, 'attachedRoutes')) ?? null,
      isProgrammed: conditions.some(
        each => getPath(each, 'type') === 'Programmed' && getPath(each, 'status') === 'True',
      ),
      troubles: conditionTroubles({ status }),
    };
  });
}
