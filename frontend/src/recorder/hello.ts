// What the server says to this phone while there is a connection, kept for when there is none.
import { WRONG } from "./clock";
import type { Store } from "./store";
import { type Stopped, understood, wanted } from "./sync";

export interface Hello {
  /** Whose pass it is; a server of before does not say. */
  device_id?: string;
  officer: string;
  name?: string;
  force: { id: string; name: string };
  teams: string[];
  pass: string;
  key: { id: string; jwk: JsonWebKey };
  csrf_token: string;
  code_version: string;
  server_time: string;
  /** Milliseconds by which this phone's clock was ahead of the server's then; 0 where it hardly was. */
  ahead: number;
  /** What this phone's clock said then; rows of earlier versions do not say. */
  at?: number;
}

type Call = (path: string, body?: unknown) => Promise<Response>;
const LEAVING = "leaving";

/** Whether somebody else records than before, or for another force. */
export function isAnother(one: { officer: string; force: { id: string } }, other: typeof one): boolean {
  return one.officer !== other.officer || one.force.id !== other.force.id;
}

/** Nobody records on this phone any more; the sign-in itself ends with the next {@link greet}. */
export async function leave(store: Store, officer: string): Promise<void> {
  await store.note(LEAVING, officer);
  await store.note("hello", undefined);
}

/**
 * Ask the server who we are; what it says is kept. Or why that did not work.
 *
 * `end` ends the sign-in of an officer who has left this phone while there was no connection.
 */
export async function greet(
  call: Call,
  store: Store,
  end: (token: string) => Promise<boolean> = async () => false,
): Promise<Hello | Stopped> {
  const device = await store.device();
  const leaving = await store.about<string | null>(LEAVING);
  let response: Response;
  try {
    response = await call(`hello?device_id=${device.id}`);
  } catch {
    return "offline";
  }
  const body = await understood(response);
  if (typeof body === "string") {
    if (leaving && body === "signed_out") {
      await store.note(LEAVING, null);
    }
    return body;
  }
  const said = body as Partial<Hello>;
  if ((said.device_id ?? device.id) !== device.id) {
    return "not_understood"; // another's answer, from something on the way that kept it
  }
  if (typeof said.pass !== "string" || typeof said.key?.id !== "string" || !said.force?.id) {
    return "not_understood";
  }
  if (leaving) {
    const same = leaving === said.officer;
    if (same && !(await end(said.csrf_token ?? "").catch(() => false))) {
      return "offline"; // again with the next try
    }
    await store.note(LEAVING, null);
    if (same) {
      return "signed_out";
    }
  }
  const ahead = said.server_time ? Date.now() - Date.parse(said.server_time) : 0;
  const hello = { ...said, ahead: Math.abs(ahead) > WRONG ? ahead : 0, at: Date.now() } as Hello;
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
