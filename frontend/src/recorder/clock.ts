// What time it is, as far as a phone can know: its own clock, less what a server found it to be ahead.
// A clock can be put right, or wrong, at any moment without a connection, and what was measured before
// then no longer holds. A step back shows against the browser's steady count; one forward looks the same
// as a phone that slept.

/** Milliseconds that a clock may be off before it matters. */
export const WRONG = 2 * 60_000;
const STEP = 10_000; // milliseconds by which clock and count may part between two looks

export class Clock {
  /** Milliseconds by which this phone's clock is ahead of the server's; 0 where it hardly is, or nobody knows. */
  ahead = 0;
  /** The clock was wrong or was changed, and no server has been asked since. */
  doubtful = false;
  /** A server was asked since the page was opened, and nothing befell the clock since. */
  sure = false;
  #apart: number;
  readonly #wall: () => number;
  readonly #steady: () => number;

  constructor(wall: () => number = () => Date.now(), steady: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#steady = steady;
    this.#apart = wall() - steady();
  }

  /** The time, after a look at what befell the clock since the last one. */
  now(): number {
    const wall = this.#wall();
    const apart = wall - this.#steady();
    const step = apart - this.#apart;
    this.#apart = apart;
    if (step < -STEP) {
      this.sure ? this.#is(this.ahead + step) : this.#doubt();
    } else if (step > STEP) {
      if (this.ahead && Math.abs(this.ahead + step) < WRONG) {
        this.#doubt(); // put right, or the phone slept for just as long
      }
      this.sure = false;
    }
    return wall - this.ahead;
  }

  /** Take in what a server found just now. */
  measured(ahead: number): void {
    this.now();
    this.#is(ahead);
    this.doubtful = false;
    this.sure = true;
  }

  /** Take in what one found before this page was opened, and when; nobody knows whether that still holds. */
  remembered(ahead: number, at: number): void {
    this.doubtful = ahead !== 0 || this.#wall() < at - WRONG;
  }

  #is(ahead: number): void {
    this.ahead = Math.abs(ahead) > WRONG ? ahead : 0;
  }

  /** From now on it is what the phone shows, and the officer is asked to look. */
  #doubt(): void {
    this.ahead = 0;
    this.doubtful = true;
    this.sure = false;
  }
}
