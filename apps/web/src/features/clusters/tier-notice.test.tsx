import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { giveRadiosArrows } from '../../ui/form/test-radios.ts';
import { TierNotice } from './tier-notice.tsx';

function show(name: string, { isDemo = false, ...first }: Partial<Preferences> & { readonly isDemo?: boolean } = {}) {
  const preferences = testPreferences(first);
  const info = { name, isDemo, server: '', user: '', namespace: '', problem: null };
  render(
    <ClientContext value={{ preferences } as unknown as Client}>
      <TierNotice info={info} />
    </ClientContext>,
  );
  return () => preferences.store.getState().chosen.clusters;
}

test.each([
  ['shop-prod', 'production'],
  ['shop-uat', 'staging'],
  ['product-dev', 'other'],
])('of %s it is asked once whether it is %s, and Keep keeps that', async (name, guess) => {
  const clusters = show(name);
  screen.getByRole('group', { name: new RegExp(`What is ${name} used for`) });
  expect(screen.getByRole('radio', { name: guess })).toHaveProperty('checked', true);
  await userEvent.click(screen.getByRole('button', { name: 'Keep this' }));
  expect(clusters()).toEqual({ [name]: { tier: guess } });
  expect(screen.queryByTestId('tier-notice')).toBeNull();
});

test('another answer than the guess is kept, by keyboard: arrows choose, Enter keeps', async () => {
  giveRadiosArrows();
  const clusters = show('shop-prod');
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect(clusters()).toEqual({ 'shop-prod': { tier: 'staging' } });
});

test('nobody is asked what was answered before, and of the demo nothing', () => {
  show('a', { clusters: { a: { tier: 'other' } } });
  show('demo', { isDemo: true });
  expect(screen.queryByTestId('tier-notice')).toBeNull();
});
