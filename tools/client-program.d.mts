export function cachedClientProgram(): string | null;
export function buildClientProgram(): string;
