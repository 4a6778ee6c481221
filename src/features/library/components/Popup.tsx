import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** A button that opens a small box over the page; Escape, or a click beside it, closes it. */
export function Popup(props: {
  /** Names the box. */
  label: string;
  /** What is on the button. */
  button: ReactNode;
  /** Names the button where no words are on it. */
  buttonLabel?: string;
  className?: string;
  disabled?: boolean;
  /** Where opening is somebody else's to know, such as one that closes it after a choice. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  /** Of the box: its width and padding. */
  box?: string;
  children: ReactNode;
}) {
  const { label, className = 'button', align = 'end', box = 'w-72 p-2' } = props;
  const root = {
    ...(props.open !== undefined && { open: props.open }),
    ...(props.onOpenChange && { onOpenChange: props.onOpenChange }),
  };
  return (
    <Popover.Root {...root}>
      <Popover.Trigger
        className={className}
        disabled={props.disabled}
        aria-label={props.buttonLabel}
      >
        {props.button}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={12}
          className={`z-30 max-w-[calc(100vw-1.5rem)] rounded-lg border border-line bg-raised shadow-lg ${box}`}
        >
          {props.children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
