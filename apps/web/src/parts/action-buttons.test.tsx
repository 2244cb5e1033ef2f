import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { describe, expect, test, vi } from 'vitest';
import { ActionButtons } from './action-buttons.tsx';
import { type ActionItem, missingText } from '../data/actions/use-action-items.ts';

const right = (verb: string, resource: string, namespace: string) => ({
  verb,
  group: 'batch',
  resource,
  namespace,
  name: '',
});

describe('an action that may not be done', () => {
  test('is reached by the Tab key, says why, and does nothing', async () => {
    const run = vi.fn();
    const item = (title: string, disabled: string | null): ActionItem => ({
      kind: title === 'Run now' ? 'cronjob.run' : 'object.delete',
      title,
      shortcut: null,
      form: null,
      isAwaited: false,
      disabled,
      run,
    });
    render(
      <ActionButtons items={[item('Run now', 'The right to create jobs.batch is missing.'), item('Delete', null)]} />,
    );
    const button = screen.getByRole('button', { name: 'Run now', description: /create jobs\.batch/ });
    await userEvent.tab();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await userEvent.keyboard('{Enter}');
    await userEvent.click(button);
    expect(run).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(run).toHaveBeenCalledOnce();
  });

  test('names every right that is missing, each once, with all its namespaces', () => {
    const rights = [
      right('create', 'jobs', 'shop'),
      right('create', 'jobs', 'data'),
      right('get', 'cronjobs', 'shop'),
      right('get', 'cronjobs', 'shop'),
    ];
    expect(missingText(rights, i18next.t)).toBe(
      'The right to create jobs.batch in shop, data is missing. The right to get cronjobs.batch in shop is missing.',
    );
    const many = Array.from({ length: 30 }, (_, i) => right('delete', 'jobs', `ns-${i}`));
    expect(missingText(many, i18next.t)).toBe(
      'The right to delete jobs.batch in ns-0, ns-1, ns-2, ns-3, ns-4 and 25 more namespaces is missing.',
    );
    expect(missingText([right('delete', 'jobs', '')], i18next.t)).toBe(
      'The right to delete jobs.batch in the cluster is missing.',
    );
  });
});
