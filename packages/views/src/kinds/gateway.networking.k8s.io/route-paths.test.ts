import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routePaths } from './route-paths.ts';

const backend = (name: string, rest: object = {}) => ({ name, port: 80, ...rest });
const route = (spec: object) => ({ metadata: { name: 'r', namespace: 'shop' }, spec });
const texts = (spec: object) =>
  routePaths(route(spec)).map(
    ({ from, namespace, service, isAnswer, port, share }) =>
      `${from} → ${isAnswer ? 'itself' : `${namespace}/${service}:${port}`}${share === null ? '' : ` ${share * 100}%`}`,
  );

describe('a route leads', () => {
  test('from each of its hosts and matches to each backend, with its share', () => {
    expect(
      texts({
        hostnames: ['a.example', 'b.example'],
        rules: [
          {
            matches: [
              { path: { type: 'PathPrefix', value: '/cart' } },
              { path: { type: 'Exact', value: '/x' }, method: 'GET' },
            ],
            backendRefs: [backend('old', { weight: 3 }), backend('new', { weight: 1, namespace: 'next' })],
          },
        ],
      }),
    ).toEqual([
      'a.example/cart/* → shop/old:80 75%',
      'a.example/cart/* → next/new:80 25%',
      'GET a.example/x → shop/old:80 75%',
      'GET a.example/x → next/new:80 25%',
      'b.example/cart/* → shop/old:80 75%',
      'b.example/cart/* → next/new:80 25%',
      'GET b.example/x → shop/old:80 75%',
      'GET b.example/x → next/new:80 25%',
    ]);
  });

  test.each([
    ['from everywhere where it says nothing', { rules: [{ backendRefs: [backend('web')] }] }, '*/* → shop/web:80'],
    [
      'by a regular expression, headers and parameters',
      {
        rules: [
          {
            matches: [
              {
                path: { type: 'RegularExpression', value: '/a.+' },
                headers: [{ name: 'x', value: '1' }],
                queryParams: [{ name: 'q', value: '2.', type: 'RegularExpression' }],
              },
            ],
            backendRefs: [backend('web')],
          },
        ],
      },
      '*~/a.+ [x=1] [?q~2.] → shop/web:80',
    ],
    [
      'of a call',
      { rules: [{ matches: [{ method: { service: 'shop.Cart', method: 'Add' } }], backendRefs: [backend('cart')] }] },
      '*/shop.Cart/Add → shop/cart:80',
    ],
    [
      'to what is only called a Service',
      { rules: [{ backendRefs: [backend('b', { kind: 'Service', group: 'serving.knative.dev' })] }] },
      '*/* → shop/:80',
    ],
    [
      'to what is no Service',
      { rules: [{ backendRefs: [backend('b', { kind: 'Bucket', group: 'example.com' })] }] },
      '*/* → shop/:80',
    ],
    [
      'nowhere, where the gateway answers itself',
      { rules: [{ filters: [{ type: 'RequestRedirect' }] }] },
      '*/* → itself',
    ],
  ])('%s', (_what, spec, text) => expect(texts(spec)).toEqual([text]));

  test('whatever is written there', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (match, ref) => {
        const paths = routePaths(route({ rules: [{ matches: [match], backendRefs: [ref] }, match] }));
        expect(paths.every(({ from }) => !from.includes('undefined') && !from.includes('[object'))).toBe(true);
      }),
    );
  });
});
