// Several tabs of the recorder on one phone: one stop is recorded in one of them.

/** Stops of this tab. */
const mine = new Set<string>();

/** Whether no other tab records this stop; if so none will until this one is closed. */
export function alone(id: string): Promise<boolean> {
  if (!("locks" in navigator) || mine.has(id)) {
    return Promise.resolve(true);
  }
  return new Promise((done) => {
    void navigator.locks.request(`evenhand-draft-${id}`, { ifAvailable: true }, (lock) => {
      lock && mine.add(id);
      done(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}
