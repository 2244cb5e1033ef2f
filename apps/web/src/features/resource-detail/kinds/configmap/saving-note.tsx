import { Notice } from '../../../../ui/status/notice.tsx';

/** Why what was sent was not seen to be saved. */
export function SavingNote({ note }: { readonly note: string }) {
  if (note === '') return null;
  return (
    <Notice tone="warning" role="alert">
      {note}
    </Notice>
  );
}
