import { Dialog } from 'radix-ui';
import { type FormEvent, type ReactNode, useState } from 'react';

/** A form in a dialog that closes once it was taken, and says why where it was not. */
export function FormDialog(props: {
  title: string;
  submit: string;
  trigger: ReactNode;
  /** What the trigger is called where it shows no words. */
  label?: string;
  children: ReactNode;
  onSubmit: (form: FormData) => Promise<unknown>;
}) {
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      await props.onSubmit(new FormData(event.currentTarget));
      setOpen(false);
      setRefusal(null);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        className={props.label ? 'icon-button' : 'button'}
        {...(props.label && { 'aria-label': props.label })}
      >
        {props.trigger}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[15vh] left-1/2 z-50 w-[min(32rem,calc(100vw-1.5rem))] -translate-x-1/2 rounded-xl border border-line bg-raised p-4 shadow-2xl"
        >
          <Dialog.Title className="mb-2 text-large font-semibold">{props.title}</Dialog.Title>
          <form className="grid gap-3" onSubmit={submit}>
            {props.children}
            {refusal && (
              <p role="alert" className="text-bad">
                {refusal}
              </p>
            )}
            <div className="flex justify-end gap-2">
              <Dialog.Close className="button">Leave it</Dialog.Close>
              <button type="submit" className="button-primary">
                {props.submit}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
