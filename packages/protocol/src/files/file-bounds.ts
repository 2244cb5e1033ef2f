/** Shown of a file, and edited: more than anybody reads on a screen, and little enough to be sent at once. */
export const MAX_SHOWN_BYTES = 512 * 1024;
/** Of an image, which is looked at whole or not. */
export const MAX_IMAGE_BYTES = 16 * 1024 * 1024;
/** Shown of a folder: some megabyte of names, and still quick to draw. */
export const MAX_ENTRIES = 5_000;
