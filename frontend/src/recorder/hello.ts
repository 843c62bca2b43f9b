// What the server says to this phone while there is a connection, kept for when there is none.
import type { Store } from "./store";
import { type Stopped, understood, wanted } from "./sync";

export interface Hello {
  /** Whose pass it is; a server of before does not say. */
  device_id?: string;
  officer: string;
  force: { id: string; name: string };
  teams: string[];
  pass: string;
  key: { id: string; jwk: JsonWebKey };
  csrf_token: string;
  code_version: string;
  server_time: string;
  /** Milliseconds by which this phone's clock is ahead of the server's; 0 where it hardly is. */
  ahead: number;
}

type Call = (path: string, body?: unknown) => Promise<Response>;
const WRONG = 2 * 60_000; // milliseconds that a clock may be off before it matters

/** Ask the server who we are; what it says is kept. Or why that did not work. */
export async function greet(call: Call, store: Store): Promise<Hello | Stopped> {
  const device = await store.device();
  let response: Response;
  try {
    response = await call(`hello?device_id=${device.id}`);
  } catch {
    return "offline";
  }
  const body = await understood(response);
  if (typeof body === "string") {
    return body;
  }
  const said = body as Partial<Hello>;
  if ((said.device_id ?? device.id) !== device.id) {
    return "not_understood"; // another's answer, from something on the way that kept it
  }
  if (typeof said.pass !== "string" || typeof said.key?.id !== "string" || !said.force?.id) {
    return "not_understood";
  }
  const ahead = said.server_time ? Date.now() - Date.parse(said.server_time) : 0;
  const hello = { ...said, ahead: Math.abs(ahead) > WRONG ? ahead : 0 } as Hello;
  await store.note("hello", { ...hello, csrf_token: "" });
  return hello;
}

/** Tell the server of this phone and what it holds; send again what the server then asks for. */
export async function register(call: Call, store: Store): Promise<void> {
  const { id } = await store.device();
  const unsent = (await store.unsent()).length;
  const acknowledged = (await store.about<number>("acknowledged")) ?? 0;
  const answer = await understood(await call("devices", { device_id: id, unsent, acknowledged }));
  if (typeof answer === "object") {
    await store.askedAgain(wanted(answer));
  }
}
