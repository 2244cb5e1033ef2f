/** The gallery at a free port of this machine alone. */
export function startGallery(port?: number): Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
