/** Why a shell gives up what it is doing: said, and its exit code. */
export class ShellError extends Error {
  override name = 'ShellError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** What leaves commands that enclose it. */
export class Leaving extends Error {
  override name = 'Leaving';
  readonly kind: 'break' | 'continue' | 'return' | 'exit';
  /** Loops to leave, or an exit code. */
  readonly value: number;

  constructor(kind: Leaving['kind'], value: number) {
    super(kind);
    this.kind = kind;
    this.value = value;
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'out of stack space';
  return error instanceof Error ? error.message : String(error);
}
