/** What all simulated containers may keep in their files together: it is memory of the process that the cluster lives in. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The room that the files of all containers share. */
export class Disk {
  #used = 0;

  /** Whether there was room for so many bytes more; fewer than none give some back. */
  take(bytes: number): boolean {
    if (bytes > 0 && this.#used + bytes > MAX_BYTES) return false;
    this.#used += bytes;
    return true;
  }
}
