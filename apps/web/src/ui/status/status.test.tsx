import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { StatusMark, type StatusTone } from '../marks/status-mark.tsx';
import { EmptyState } from './empty-state.tsx';
import { Notice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';
import { Status } from './status.tsx';

const TONES: readonly StatusTone[] = ['ok', 'active', 'warning', 'bad', 'muted'];

test('each tone has a drawing of its own, which no font changes', () => {
  const drawings = TONES.map(tone => {
    const { container } = render(<StatusMark tone={tone} />);
    return container.querySelector('svg')?.innerHTML;
  });
  expect(new Set(drawings).size).toBe(TONES.length);
});

test('a mark is passed over beside its word, and has a name where it stands alone', () => {
  render(
    <>
      <Status tone="bad" text="CrashLoopBackOff" />
      <StatusMark tone="warning" name="late" />
    </>,
  );
  expect(screen.getAllByRole('img').map(mark => mark.getAttribute('aria-label'))).toEqual(['late']);
  expect(screen.getByText('CrashLoopBackOff')).toBeDefined();
});

test('what a state says cannot be made to look like another', () => {
  render(<Status tone="ok" text={'Ready\u202e'} />);
  expect(screen.getByText('Ready⟨U+202E⟩')).toBeDefined();
});

test('what went wrong just now is told at once; what is awaited, and that there is nothing, are told too', () => {
  render(
    <>
      <Notice tone="bad" role="alert" title="It failed.">
        exit 1
      </Notice>
      <Skeleton lines={3} label="Loading pods" />
      <EmptyState title="No pods" actions={<button type="button">Show all</button>}>
        Nothing matches.
      </EmptyState>
    </>,
  );
  expect(screen.getByRole('alert').textContent).toBe('It failed. exit 1');
  expect(screen.getByRole('status', { name: 'Loading pods' }).children).toHaveLength(3);
  expect(screen.getByRole('heading', { name: 'No pods' })).toBeDefined();
});
