import { Tooltip } from '../layer/tooltip.tsx';
import type { IconName } from '../marks/icon.tsx';
import { Button, type ButtonProps } from './button.tsx';

/** A drawing that can be pressed. Its name is read out, and shown when it is pointed at or focused; or it stands beside it, where that line has room. */
export function IconButton({
  label,
  icon,
  shortcut = null,
  variant = 'ghost',
  isWorded = false,
  ...rest
}: Omit<ButtonProps, 'children' | 'title' | 'aria-label'> & {
  readonly label: string;
  readonly icon: IconName;
  readonly isWorded?: boolean;
}) {
  const button = (
    <Button {...rest} icon={icon} variant={variant} aria-label={label} aria-keyshortcuts={shortcut ?? undefined}>
      {isWorded ? <span data-word>{label}</span> : undefined}
    </Button>
  );
  // A button that cannot be pressed says why by itself.
  if (typeof rest.why === 'string') return button;
  return (
    <Tooltip text={label} shortcut={shortcut} isName>
      {button}
    </Tooltip>
  );
}
