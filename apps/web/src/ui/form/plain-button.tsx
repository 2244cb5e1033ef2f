import type { ButtonHTMLAttributes } from 'react';

/** A button. One that cannot be pressed now stays within reach of the Tab key, so that everybody can learn why. */
export function PlainButton({
  why,
  title,
  onClick,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'type' | 'className'> & {
  /** Why it cannot be pressed; null when it can. */
  readonly why: string | null;
}) {
  return (
    <button
      {...rest}
      type="button"
      className="plain-button"
      aria-disabled={why !== null}
      title={why ?? title}
      onClick={event => {
        if (why === null) onClick?.(event);
      }}
    />
  );
}
