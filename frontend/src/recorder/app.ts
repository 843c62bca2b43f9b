// The recorder: what it knows, which screen is shown, and what an answer does.
import { read } from "./codes";
import { Database } from "./database";
import { h, offline, online, pencil, unseen } from "./dom";
import { Drafts } from "./drafts";
import { type Around, chip, filled } from "./filled";
import { greet, type Hello, register } from "./hello";
import { text, uuid7 } from "./names";
import { safety, type Safety } from "./persistence";
import { here } from "./place";
import { queue } from "./queue";
import { type Receipt, receipt } from "./receipt";
import type { Problem } from "./rules";
import { restock, takeSlip } from "./stock";
import { doesNotFit, notSaved, type Saved, saved } from "./saved";
import { aside, flow, type Screen, STEPS, type Ui } from "./screens";
import { seal } from "./seal";
import { began, blank, type Draft, finished, USUAL, type Usual } from "./stop";
import { type Kept, Store } from "./store";
import { caller, type Outcome, Sync } from "./sync";
import { say } from "./words";

type Page = "saved" | "queue" | "failed" | "unfit";
type Shown = { screen: string } | { page: Page };
const TICK = 1000;

export class App implements Ui {
  readonly database = new Database();
  readonly store = new Store(this.database);
  readonly drafts = new Drafts(this.database);
  readonly sync: Sync;
  #call: (path: string, body?: unknown) => Promise<Response>;
  #csrf = "";
  #hello: Hello | undefined;
  #draft: Draft | null = null;
  #usual: Usual = USUAL;
  #shown: Shown = { screen: "seen" };
  #outcome: Outcome | null = null;
  #records: Kept[] = [];
  #safety: Safety = { installed: false, persistent: false };
  #finding = false;
  #denied = false;
  #saved: Saved | null = null;
  #slip: { of: string; receipt: Receipt } | null = null;
  #failure = "";
  #saving = false;
  #since = performance.now();
  #again = 0;
  #told = "";
  readonly #main = document.querySelector("main")!;
  readonly #net = document.getElementById("net")!;
  readonly #clock = document.getElementById("clock")!;
  readonly #signIn: string;
  readonly #rules: string;
  #problems: Problem[] = [];
  #asItIs = false;

  constructor(root: string) {
    ({ sign_in: this.#signIn, rules: this.#rules } = read());
    this.#call = caller(`${root}api/`, () => this.#csrf);
    this.sync = new Sync(this.store, this.#call);
  }

  now(): number {
    return Date.now() - (this.#hello?.ahead ?? 0);
  }

  async start(): Promise<void> {
    this.#hello = await this.store.about<Hello>("hello");
    this.#usual = (await this.store.about<Usual>("usual")) ?? USUAL;
    this.#records = await this.store.records();
    if (this.#hello) {
      await this.#resume();
    }
    window.addEventListener("popstate", (event) => this.#goTo((event.state as Shown | null) ?? { screen: "seen" }));
    addEventListener("online", () => void this.send());
    addEventListener("offline", () => this.#drawNet());
    addEventListener("visibilitychange", () => {
      this.#count();
      if (!document.hidden) {
        void this.send();
      }
    });
    document.addEventListener("click", (event) => this.#tapped(event), { capture: true }); // before it is drawn
    document.addEventListener("click", (event) => this.#clicked(event));
    setInterval(() => this.#tick(), TICK);
    history.replaceState(this.#shown, "");
    this.draw();
    this.#safety = await safety();
    await this.meet();
    await this.#stock();
    void import(this.#rules).catch(() => {}); // there by the time a stop is saved
  }

  /** Say hello to the server if it can be reached, then send what waits. */
  async meet(): Promise<void> {
    const first = !this.#hello;
    const said = await greet(this.#call, this.store);
    if (typeof said === "string") {
      this.#outcome = { why: said, wait: 0 };
    } else {
      this.#hello = said;
      this.#csrf = said.csrf_token;
      await register(this.#call, this.store).catch(() => {}); // with the next hello
      if (first) {
        await this.#resume();
      }
    }
    if (first || this.#isPage("queue")) {
      this.draw();
    }
    await this.send();
  }

  /** Slips for answers, fetched ahead while there is a connection. */
  async #stock(): Promise<void> {
    const team = this.#draft?.stop.team ?? this.#usual.team;
    if (this.#csrf && team) {
      const { id } = await this.store.device();
      await restock(this.#call, this.store, id, team).catch(() => {}); // then with the next opening
    }
  }

  /** Go on with a stop that was broken off, in this tab alone, or begin one. */
  async #resume(): Promise<void> {
    for (const draft of await this.drafts.all(this.now())) {
      if ((await this.store.record(draft.stop.stop_id)) === undefined && (await alone(draft.stop.stop_id))) {
        this.#draft = draft;
        this.#shown = { screen: draft.at };
        return;
      }
    }
    this.begin();
  }

  /** A new stop, with what the phone knows filled in. */
  begin(): void {
    const hello = this.#hello!;
    const now = this.now();
    const known = hello.teams.length === 0 || hello.teams.includes(this.#usual.team ?? "");
    const usual = known ? this.#usual.team : null;
    const team = usual ?? (hello.teams.length === 1 ? hello.teams[0]! : null);
    const who = { force_id: hello.force.id, officer: hello.officer };
    this.#draft = blank(uuid7(now), who, { ...this.#usual, team }, now);
    this.#shown = { screen: this.#next(this.#draft).id };
    this.#since = performance.now();
    void alone(this.#draft.stop.stop_id);
    void this.#locate(this.#draft);
  }

  async #locate(draft: Draft): Promise<void> {
    this.#finding = true;
    const found = await here();
    this.#finding = false;
    this.#denied = found === "denied";
    if (typeof found === "object" && draft.stop.place === null) {
      draft.stop.place = found;
    }
    this.#drawChips();
  }

  #around(): Around {
    return {
      ...{ teams: this.#hello?.teams ?? [], finding: this.#finding, denied: this.#denied },
      ...{ now: this.now(), found: () => this.draw() },
    };
  }

  // ---- What is shown

  #isPage(page: string): boolean {
    return "page" in this.#shown && this.#shown.page === page;
  }

  #screen(draft: Draft, id: string): Screen {
    const known = flow(draft, this.now()).find((one) => one.id === id && one.question);
    return known ?? aside(draft, id) ?? filled(draft, id, this.#around()) ?? this.#next(draft);
  }

  /** The first question that has no answer yet. */
  #next(draft: Draft): Screen {
    const next = flow(draft, this.now()).find((one) => !one.answered)!;
    return next.question ? next : filled(draft, next.id, this.#around())!;
  }

  open(screen: string): void {
    this.#count();
    this.#shown = { screen };
    history.pushState(this.#shown, "");
    this.draw();
  }

  #openPage(page: Page, how: "push" | "replace" = "push"): void {
    this.#count();
    this.#shown = { page };
    history[`${how}State`](this.#shown, "");
    this.draw();
  }

  #goTo(shown: Shown): void {
    this.#count();
    this.#shown = shown;
    this.draw();
  }

  answer(change: () => void): void {
    const draft = this.#draft!;
    this.#count();
    change();
    if (draft.stop.team !== this.#usual.team) {
      this.#usual = { ...this.#usual, team: draft.stop.team };
      void this.store.note("usual", this.#usual).catch(() => {}); // asked again next time
      void this.#stock(); // slips are of a team
    }
    const next = this.#next(draft);
    draft.at = next.id;
    void this.drafts.keep(draft, this.now()).catch(() => {}); // the stop itself is still here
    this.open(next.id);
  }

  // ---- Saving

  save(): void {
    if (!this.#saving) {
      this.#count();
      void this.#save(this.#draft!);
    }
  }

  async #save(draft: Draft): Promise<void> {
    this.#saving = true;
    this.#main.setAttribute("aria-busy", "true");
    try {
      const missing = this.#next(draft);
      if (missing.id !== "finish") {
        this.open(missing.id);
        return;
      }
      began(draft.stop, this.now());
      this.#problems = this.#asItIs ? [] : await this.#unfit(draft);
      if (this.#problems.length) {
        this.#openPage("unfit");
        return;
      }
      draft.stop.seconds.whole = Math.max(0, Math.round(Date.now() - draft.began));
      // One slip for one stop: what was written although it was said not to be has this one.
      if (this.#slip?.of !== draft.stop.stop_id) {
        this.#slip = { of: draft.stop.stop_id, receipt: await receipt(location.origin) };
      }
      const made = this.#slip.receipt;
      const hello = this.#hello!;
      const record = await this.store.save(async (device) => {
        const stop = finished(draft, device, this.now());
        stop.receipt_digest = made.sealed.secret_digest;
        const plain = { pass: hello.pass, stop, receipt: made.sealed };
        const bytes = new TextEncoder().encode(JSON.stringify(plain));
        const aad = `${stop.stop_id}|${device.id}|${device.sequence}`;
        return {
          ...{ id: stop.stop_id, device_id: device.id, sequence: device.sequence },
          ...{ saved_at: stop.recorded_at, key: hello.key.id, sealed: text(await seal(hello.key.jwk, aad, bytes)) },
        };
      });
      const seconds = Math.round(draft.stop.seconds.whole / 1000);
      const { reason, team } = draft.stop;
      const answers = await takeSlip(this.store, location.origin, reason!, team!).catch(() => null);
      this.#saved = { record, receipt: made, answers, taps: draft.taps, seconds, draft };
      this.#draft = null;
      this.#asItIs = false;
      this.#openPage("saved");
      await this.#afterSaving(draft);
    } catch (error) {
      this.#failure = error instanceof Error ? error.name : String(error);
      this.#openPage("failed");
    } finally {
      this.#saving = false;
      this.#main.removeAttribute("aria-busy");
    }
  }

  /** What the published rules say against it; nothing where this phone could not load them. */
  async #unfit(draft: Draft): Promise<Problem[]> {
    try {
      const { default: problems } = (await import(this.#rules)) as typeof import("./rules");
      const device = await this.store.device();
      const whole = finished(draft, { id: device.id, sequence: device.sequence + 1 }, this.now());
      return problems({ ...whole, receipt_digest: "0".repeat(64) });
    } catch {
      return []; // the server applies them anyway
    }
  }

  async #afterSaving(draft: Draft): Promise<void> {
    const { team, duty, vehicle, video } = draft.stop;
    this.#usual = { team, duty, kind: vehicle.kind, video: video.on };
    await this.drafts.drop(draft.stop.stop_id).catch(() => {});
    await this.store.note("usual", this.#usual).catch(() => {});
    await this.send();
    await this.#stock();
  }

  async send(): Promise<void> {
    clearTimeout(this.#again);
    try {
      if (this.#hello && !this.#csrf && navigator.onLine) {
        const said = await greet(this.#call, this.store);
        if (typeof said === "object") {
          this.#hello = said;
          this.#csrf = said.csrf_token;
          await register(this.#call, this.store);
        }
      }
      this.#outcome = await this.sync.send();
      await this.store.forgetCopies(Date.now());
    } catch {
      this.#outcome = { why: "offline", wait: TICK };
    }
    if (["signed_out", "not_allowed", "not_understood"].includes(this.#outcome.why)) {
      this.#csrf = ""; // ask anew who we are
    }
    this.#records = await this.store.records().catch(() => this.#records);
    const now = this.#records.find((one) => one.id === this.#saved?.record.id);
    if (this.#saved && now) {
      this.#saved.record = now;
    }
    const told = `${this.#outcome.why} ${this.#records.map((one) => one.id + one.state).join(" ")}`;
    if (told !== this.#told && (this.#isPage("saved") || this.#isPage("queue"))) {
      this.draw(); // only what changed is drawn again: whoever reads or scans stays where they are
    }
    this.#told = told;
    this.#drawNet();
    this.#again = window.setTimeout(() => void this.send(), this.#outcome.wait || TICK);
  }

  // ---- Measuring: how long each step takes, never what was answered

  #count(): void {
    const now = performance.now();
    const spent = Math.round(now - this.#since);
    this.#since = now;
    if (this.#draft && "screen" in this.#shown && !document.hidden) {
      const { times } = this.#screen(this.#draft, this.#shown.screen);
      const { seconds } = this.#draft.stop;
      seconds[times] = (seconds[times] ?? 0) + spent;
    }
  }

  #tapped(event: MouseEvent): void {
    if (this.#draft && (event.target as Element).closest("button, a")) {
      this.#draft.taps += 1;
    }
  }

  #clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("[data-screen]");
    if (link) {
      event.preventDefault();
      const screen = link.dataset.screen!;
      screen === "back" ? history.back() : screen === "queue" ? this.#openPage("queue") : this.open(screen);
    }
  }

  #tick(): void {
    const spent = this.#draft ? Math.max(0, Math.floor((Date.now() - this.#draft.began) / 1000)) : null;
    const two = (number: number) => String(number).padStart(2, "0");
    this.#clock.textContent = spent === null ? "" : `${two(Math.floor(spent / 60))}:${two(spent % 60)}`;
  }

  // ---- Drawing

  draw(): void {
    this.#drawNet();
    this.#tick();
    if (this.#isPage("queue")) {
      this.#page(say("queue"), ...this.#queue());
    } else if (this.#isPage("saved") && this.#saved) {
      this.#page(...saved(this.#saved, { another: () => this.#another(), waiting: this.#unsent(), warnings: this.#warnings() }));
    } else if (this.#isPage("unfit") && this.#draft) {
      const asItIs = () => {
        this.#asItIs = true;
        this.save();
      };
      this.#page(...doesNotFit(this.#problems, asItIs));
    } else if (this.#isPage("failed") && this.#draft) {
      this.#page(...notSaved(this.#failure, () => this.save()));
    } else if (this.#draft) {
      this.#question(this.#draft, this.#screen(this.#draft, "screen" in this.#shown ? this.#shown.screen : "seen"));
    } else if (this.#saved) {
      this.#another();
    } else {
      this.#page(say("first_use"), h("p", { class: "govuk-body" }, say("first_use_text")), h("a", { class: "govuk-button eh-wide", href: this.#signIn }, say("sign_in")));
    }
  }

  #another(): void {
    this.#saved = null;
    this.begin();
    history.pushState(this.#shown, "");
    this.draw();
  }

  #unsent(): number {
    return this.#records.filter((one) => one.state === "waiting" || one.state === "sent").length;
  }

  #queue(): HTMLElement[] {
    return [
      ...queue(this.#records, this.#outcome, {
        ...{ send: () => void this.send(), signIn: this.#signIn, more: this.#warnings() },
      }),
      h("p", { class: "eh-rec__foot" }, h("a", { class: "govuk-link", href: "#back", "data-screen": "back" }, say("back"))),
    ];
  }

  /** What the officer has to know of this phone. */
  #warnings(): HTMLElement[] {
    const { installed, persistent } = this.#safety;
    const minutes = Math.round(Math.abs(this.#hello?.ahead ?? 0) / 60_000);
    const said = [
      ...(installed ? [] : [say("not_installed"), say("install_how")]),
      ...(persistent || !installed ? [] : [say("not_persistent")]),
      ...(this.database.upgradeFailed ? [say("upgrade_failed")] : []),
      ...(minutes ? [say("clock_wrong", { n: minutes })] : []),
    ];
    return said.length
      ? [h("div", { class: "eh-panel eh-panel--unknown" }, ...said.map((one) => h("p", { class: "govuk-body" }, one)))]
      : [h("p", { class: "eh-note" }, say("safe"))];
  }

  #drawNet(): void {
    const n = this.#unsent();
    const on = navigator.onLine && this.#outcome?.why !== "offline";
    const words = on ? say(n ? "online_waiting" : "online", { n }) : say(n ? "offline_waiting" : "offline", { n });
    if (this.#net.textContent !== words || !this.#net.firstElementChild) {
      this.#net.replaceChildren(on ? online() : offline(), h("span", {}, words));
      this.#net.classList.toggle("eh-net--calm", on && n === 0);
    }
  }

  #page(title: string | Element, ...content: Node[]): void {
    const heading = h("h1", { class: "eh-q eh-q--page", tabindex: "-1" }, title);
    this.#main.replaceChildren(heading, ...content);
    delete this.#main.dataset.shown;
    this.#arrive(heading, heading.textContent ?? "");
  }

  #question(draft: Draft, screen: Screen): void {
    const heading = h("h1", { class: "eh-q", tabindex: "-1" }, screen.question);
    this.#main.replaceChildren(
      this.#steps(screen),
      h("ul", { class: "eh-chips", "aria-label": say("filled_in") }),
      heading,
      ...(screen.hint ? [h("p", { class: "eh-note eh-note--hint" }, screen.hint)] : []),
      ...screen.draw(this),
      h(
        "p",
        { class: "eh-rec__foot" },
        h("a", { class: "govuk-link", href: "#back", "data-screen": "back", hidden: screen.id === "seen" }, say("back")),
        h("span", {}, say("taps", { n: draft.taps })),
        screen.foot && h("a", { class: "govuk-link", href: `#${screen.foot[1]}`, "data-screen": screen.foot[1] }, screen.foot[0]),
      ),
    );
    this.#main.dataset.shown = screen.id;
    this.#drawChips();
    this.#arrive(heading, screen.question);
  }

  #arrive(heading: HTMLElement, title: string): void {
    document.title = `${title} – ${say("title")}`;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  #steps(screen: Screen): HTMLElement {
    const here = STEPS.indexOf(screen.step);
    return h(
      "ol",
      { class: "eh-steps", "aria-label": say("steps") },
      ...STEPS.map((step, index) =>
        h(
          "li",
          { class: index < here ? "is-done" : null, "aria-current": index === here ? "step" : null },
          say(`step_${step}`),
          index < here && unseen(`, ${say("step_done")}`),
        ),
      ),
    );
  }

  #drawChips(): void {
    const place = this.#main.querySelector(".eh-chips");
    if (!place || !this.#draft || !("screen" in this.#shown)) {
      return;
    }
    const draft = this.#draft;
    const chips = this.#screen(draft, this.#shown.screen).chips ?? [];
    place.replaceChildren(
      ...chips.map((name) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: `#${name}`, "data-screen": name },
            unseen(`${say("change")} `),
            h("span", {}, chip(name, draft, this.#around())),
            pencil(),
          ),
        ),
      ),
    );
    place.toggleAttribute("hidden", chips.length === 0);
  }
}

/** Whether no other tab records this stop; if so none will until this one is closed. */
function alone(id: string): Promise<boolean> {
  if (!("locks" in navigator)) {
    return Promise.resolve(true);
  }
  return new Promise((done) => {
    void navigator.locks.request(`evenhand-draft-${id}`, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}
