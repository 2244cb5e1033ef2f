import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';

/** Where operations are kept. */
export interface Records {
  begin(operation: Operation): Promise<void>;
  update(id: string, index: number, step: { readonly change: Partial<OperationTarget> }): Promise<void>;
}
