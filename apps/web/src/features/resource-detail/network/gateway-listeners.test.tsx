import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { GatewayListeners } from './gateway-listeners.tsx';

const listener = (name: string, rest: object = {}) => ({ name, protocol: 'HTTPS', port: 443, ...rest });
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => row.textContent);

test('each listener says how many routes it took, and why it is not open', () => {
  const open = { type: 'Programmed', status: 'True' };
  const refused = { type: 'ResolvedRefs', status: 'False', reason: 'InvalidCertificateRef', message: 'no Secret shop' };
  const waits = (type: string) => ({ type, status: 'Unknown', reason: 'Pending', message: 'no controller' });
  const gateway = {
    spec: {
      listeners: [listener('web', { hostname: '*.example' }), listener('own'), listener('new'), listener('made')],
    },
    status: {
      listeners: [
        {
          name: 'web',
          attachedRoutes: 2,
          conditions: [open, { type: 'Conflicted', status: 'False', reason: 'NoConflicts' }],
        },
        { name: 'own', attachedRoutes: 0, conditions: [refused] },
        { name: 'made', attachedRoutes: 0, conditions: [waits('Accepted'), waits('Programmed')] },
      ],
    },
  };
  render(<GatewayListeners object={gateway} />);
  expect(rows()).toEqual([
    'webHTTPS:443 *.example2 routesopen',
    'ownHTTPS:443 *0 routesInvalidCertificateRef: no Secret shop',
    'newHTTPS:443 *–nobody says',
    'madeHTTPS:443 *0 routesPending: no controller',
  ]);
});

test('of a gateway without listeners nothing is said', () => {
  const { container } = render(<GatewayListeners object={{}} />);
  expect(container.textContent).toBe('');
});
