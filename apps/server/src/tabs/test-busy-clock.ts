import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

/** Rows are looked through in slices of 500, and a turn of the event loop takes a while. */
export const TURN_MS = 40;

/** Once it is busy, every look at the clock finds that time was spent on work. */
export class BusyClock extends FakeClock {
  isBusy = false;
  #spent = 0;

  override elapsed(): number {
    if (this.isBusy) this.#spent += 4;
    return super.elapsed() + this.#spent;
  }

  override nextTurn(): Promise<void> {
    if (!this.isBusy) return super.nextTurn();
    return new Promise(resolve => {
      this.schedule(TURN_MS, resolve);
    });
  }
}
