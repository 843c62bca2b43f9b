// A sealed record that its phone cannot bring to the server is handed over as a file: whoever of the
// force is signed in on another phone sends it from there. It stays where it is until the server has it.
import { h } from "./dom";
import type { Kept, State } from "./store";
import { type Batch, results, sealedOnly, understood } from "./sync";
import { say } from "./words";

type Call = (path: string, body?: unknown) => Promise<Response>;

const MOST = 50; // records that the server takes at once

/** Let the officer keep sealed copies as a file, in the form in which a phone sends them. */
export function handOver(records: readonly Kept[], unsent: number): void {
  const { device_id, sequence } = records[0]!;
  const batch: Batch = { device_id, unsent, records: records.slice(0, MOST).map(sealedOnly) };
  const file = new Blob([JSON.stringify(batch)], { type: "application/json" });
  const href = URL.createObjectURL(file);
  h("a", { href, download: `stops-${device_id.slice(0, 8)}-${sequence}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** A file's batch, and nothing of it that is no part of one. */
function read(text: string): Batch | null {
  try {
    const { device_id, unsent, records } = JSON.parse(text) as Batch;
    const sealed = records.map(sealedOnly);
    return typeof device_id === "string" && sealed.length ? { device_id, unsent, records: sealed } : null;
  } catch {
    return null; // not JSON, or not of this form
  }
}

/** Send what another phone handed over; what became of each record, in words. */
export async function carry(call: Call, text: string): Promise<string[]> {
  const batch = read(text);
  if (batch === null) {
    return [say("carry_not_one")];
  }
  const { records } = batch;
  try {
    const said = await understood(await call("records", batch));
    if (typeof said === "string") {
      return [say(`queue_why_${said}`)];
    }
    return results(said, records).map(({ id, state, words }) => {
      const n = records.find((one) => one.id === id)!.sequence;
      return say("carried", { n, state: say(state as State), words });
    });
  } catch {
    return [say("queue_why_offline")];
  }
}
