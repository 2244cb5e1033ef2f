import { type ComponentType, createElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button.tsx';
import { FocusReturn } from '../focus/focus-return.ts';
import { visibleText } from './text.ts';

interface Props<P> {
  readonly problem: unknown;
  /** Fetches it once more. */
  readonly fetch: () => Promise<ComponentType<P>>;
  /** Of the component that is not there. */
  readonly props: P;
  readonly onShown: () => void;
}

/** In the place of a part whose code did not come, as when the connection broke just then: the rest of the page stays. */
export function NotFetched<P extends object>({ problem, fetch, props, onShown }: Props<P>) {
  const { t } = useTranslation();
  const [state, setState] = useState<{ readonly component: ComponentType<P> | null; readonly problem: unknown }>({
    component: null,
    problem,
  });
  const [isAsking, setAsking] = useState(false);
  // Some browsers remember what they could not fetch for as long as the page is there.
  const [hasFailedAgain, setFailedAgain] = useState(false);
  useEffect(onShown, [onShown]);
  if (state.component !== null) return createElement(state.component, props);
  const askAgain = () => {
    setAsking(true);
    fetch().then(
      component => setState({ component, problem: null }),
      (again: unknown) => {
        setState({ component: null, problem: again });
        setAsking(false);
        setFailedAgain(true);
      },
    );
  };
  const message = state.problem instanceof Error ? state.problem.message : String(state.problem);
  return (
    <div className="notice" role="alert">
      <FocusReturn />
      <p>{t('detail.broken', { message: visibleText(message) })}</p>
      <Button isBusy={isAsking} onClick={askAgain}>
        {t('freshness.retry')}
      </Button>{' '}
      {hasFailedAgain ? <Button onClick={() => location.reload()}>{t('part.reload')}</Button> : null}
    </div>
  );
}
