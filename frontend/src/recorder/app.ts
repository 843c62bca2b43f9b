// The recorder: what it knows, which screen is shown, and what an answer does.
import { Clock } from "./clock";
import { read } from "./codes";
import { Database } from "./database";
import { chips, steps, warnings } from "./drawing";
import { h, offline, online } from "./dom";
import { Drafts } from "./drafts";
import { type Around, chip, filled } from "./filled";
import { carry, handOver } from "./handing";
import { greet, type Hello, isAnother, leave, register } from "./hello";
import { changed, isOf, leaving, locked, wayOut } from "./holder";
import { text, uuid7 } from "./names";
import { safety, type Safety } from "./persistence";
import { here } from "./place";
import { queue } from "./queue";
import { type Receipt, receipt } from "./receipt";
import type { Problem } from "./rules";
import { restock, takeSlip } from "./stock";
import { doesNotFit, notSaved, type Saved, saved } from "./saved";
import { aside, flow, type Screen, type Ui } from "./screens";
import { seal } from "./seal";
import { began, begin, blank, type Draft, finished, moment, type Place, USUAL, type Usual } from "./stop";
import { isUnsent, type Kept, Store } from "./store";
import { caller, type Outcome, Sync } from "./sync";
import { alone } from "./tabs";
import { say } from "./words";

type Page = "saved" | "queue" | "failed" | "unfit" | "locked" | "changed" | "leave";
type Shown = { screen: string } | { page: Page };
const TICK = 1000;
const DAY = 24 * 60 * 60 * 1000;
const ASK_FIRST = 1500; // milliseconds in which the server may say who holds the phone, before a draft is shown
const LOOKED = 60_000; // the longest look at the first question that belongs to the stop
/** Screens about the phone's day, not about a stop: to touch them begins none. */
const NO_STOP: readonly string[] = ["team", "duty", "back", "queue"];

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
  readonly #clockOf = new Clock();
  readonly #who = document.getElementById("who")!;
  readonly #end: (token: string) => Promise<boolean>;
  /** The server said that nobody is signed in. */
  #signedOut = false;
  /** The draft was found on opening, and nobody has touched it since. */
  #found = false;
  /** Whose draft was forgotten when another officer signed in. */
  #before = "";
  #carried: string[] = [];
  #asksWho = false;
  /** How often the place was asked for. */
  #asked = 0;
  /** The place that the phone found last: for which time of asking, and when. */
  #place: { found: Place | null; time: number; at: number } = { found: null, time: 0, at: 0 };
  /** Whether the page could be seen since the last count. */
  #watched = true;

  constructor(root: string) {
    const { sign_in, sign_out, rules } = read();
    this.#signIn = sign_in;
    this.#rules = rules;
    this.#call = caller(`${root}api/`, () => this.#csrf);
    this.#end = async (token) => {
      const said = await caller("", () => token)(sign_out, {});
      return said.ok || said.type === "opaqueredirect";
    };
    this.sync = new Sync(this.store, this.#call);
  }

  now(): number {
    return this.#clockOf.now();
  }

  async start(): Promise<void> {
    this.#hello = await this.store.about<Hello>("hello");
    this.#usual = (await this.store.about<Usual>("usual")) ?? USUAL;
    this.#records = await this.store.records();
    this.#clockOf.remembered(this.#hello?.ahead ?? 0, this.#hello?.at ?? 0);
    const meeting = this.#greet();
    if (this.#hello) {
      if ((await this.#drafts()).length) {
        await Promise.race([meeting, new Promise((done) => setTimeout(done, ASK_FIRST))]);
      }
      await this.#resume();
    }
    window.addEventListener("popstate", (event) => this.#goTo((event.state as Shown | null) ?? { screen: "seen" }));
    addEventListener("online", () => void this.send());
    addEventListener("offline", () => this.#drawNet());
    addEventListener("visibilitychange", () => {
      this.#count();
      if (!document.hidden) {
        this.#asksWho = true; // whoever comes back to it may be another
        this.#draft?.fresh && void this.#locate(this.#draft);
        void this.send();
      }
    });
    document.addEventListener("click", (event) => this.#tapped(event), { capture: true }); // before it is drawn
    document.addEventListener("click", (event) => this.#clicked(event));
    setInterval(() => this.#tick(), TICK);
    history.replaceState(this.#shown, "");
    this.draw();
    this.#safety = await safety();
    await meeting;
    await this.meet();
    await this.#stock();
    void import(this.#rules).catch(() => {}); // there by the time a stop is saved
  }

  /** Tell a server that was reached of this phone, then send what waits. */
  async meet(): Promise<void> {
    if (this.#csrf) {
      await register(this.#call, this.store).catch(() => {}); // with the next hello
    }
    if (this.#isPage("queue")) {
      this.draw();
    }
    await this.send();
  }

  /** Ask the server who holds this phone, and go by what it says. */
  async #greet(): Promise<void> {
    const said = await greet(this.#call, this.store, this.#end);
    if (typeof said === "string") {
      this.#outcome = { why: said, wait: 0 };
      this.#signedOut ||= said === "signed_out";
      if (this.#signedOut && this.#found) {
        this.#lock(); // it was shown before the server could say so
      }
      this.#drawNet();
      return;
    }
    const before = this.#hello;
    this.#hello = said;
    this.#csrf = said.csrf_token;
    this.#signedOut = false;
    this.#clockOf.measured(said.ahead);
    if (before && isAnother(before, said)) {
      await this.#handedOver(before);
    } else if (!this.#draft && !this.#saved) {
      await this.#resume();
      this.draw();
    } else if (this.#draft?.fresh && (await this.#drafts()).length && !this.#isPage("queue")) {
      await this.#resume(); // it was not shown while nobody knew whose it is, or how old
      this.draw();
    }
    this.#drawNet();
  }

  /** Drafts of whoever records here; those of anybody else go unread. */
  async #drafts(): Promise<Draft[]> {
    const all = await this.drafts.all(this.now(), this.#clockOf.sure).catch(() => []);
    const others = all.filter((one) => !isOf(one, this.#hello!));
    await Promise.all(others.map((one) => this.drafts.drop(one.stop.stop_id).catch(() => {})));
    return all.filter((one) => isOf(one, this.#hello!));
  }

  /** Another officer has signed in: what the one before had begun is neither shown nor sent. */
  async #handedOver(before: Hello): Promise<void> {
    const held = this.#draft ? !this.#draft.fresh : false;
    const lost = held || (await this.drafts.all(this.now(), false).catch(() => [])).length > 0;
    await this.#forget();
    this.begin();
    this.#before = lost ? (before.name ?? "") : "";
    if (this.#before) {
      this.#openPage("changed", "replace");
    } else {
      this.draw();
    }
  }

  /** Nothing stays of the officer who held this phone, but what is sealed. */
  async #forget(): Promise<void> {
    [this.#draft, this.#saved, this.#slip, this.#problems, this.#asItIs] = [null, null, null, [], false];
    [this.#found, this.#usual] = [false, USUAL];
    await this.drafts.forget();
    await this.store.note("usual", USUAL);
  }

  /** Keep a draft out of sight until its officer has signed in. */
  #lock(): void {
    this.#found = false;
    this.begin();
    this.#shown = { page: "locked" };
    this.draw();
  }

  /** End the sign-in, now or with the next connection, and forget what is not saved. */
  async #leave(): Promise<void> {
    const { officer } = this.#hello!;
    await this.#forget();
    await leave(this.store, officer);
    this.#hello = undefined;
    this.#csrf = "";
    this.#shown = { screen: "seen" };
    this.draw();
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
    for (const draft of await this.#drafts()) {
      if ((await this.store.record(draft.stop.stop_id)) === undefined && (await alone(draft.stop.stop_id))) {
        if (this.#draft && !this.#draft.fresh) {
          return; // begun meanwhile
        }
        if (this.#signedOut) {
          this.#lock();
        } else {
          [this.#draft, this.#found] = [draft, true];
          this.#shown = { screen: draft.at };
        }
        return;
      }
    }
    if (!this.#draft) {
      this.begin();
    }
  }

  /** A new stop, with what the phone knows filled in; it begins with its first touch. */
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

  /** The officer turns to a screen of a stop that nobody has touched: now it begins, and here. */
  #touched(screen: string): void {
    const draft = this.#draft;
    if (NO_STOP.includes(screen)) {
      return;
    }
    this.#found = false;
    if (!draft?.fresh) {
      return;
    }
    const looked = Math.min(performance.now() - this.#since, LOOKED);
    this.#since = performance.now() - looked;
    begin(draft, this.now(), looked);
    if (Math.abs(this.now() - this.#place.at) > LOOKED) {
      draft.stop.place = null; // where the phone was when the page came
    }
    void this.#locate(draft);
  }

  /** Ask the phone where it is; what the officer said of the place stays. */
  async #locate(draft: Draft): Promise<void> {
    const time = ++this.#asked;
    this.#finding = true;
    const found = await here();
    if (time === this.#asked) {
      this.#finding = false;
      this.#denied = found === "denied";
    }
    const ours = draft.stop.place === null || draft.stop.place === this.#place.found;
    if (typeof found === "object" && ours && time > this.#place.time) {
      draft.stop.place = found;
      this.#place = { found, time, at: this.now() };
    }
    this.#drawChips();
  }

  #around(): Around {
    return {
      ...{ teams: this.#hello?.teams ?? [], finding: this.#finding, denied: this.#denied },
      ...{ now: this.now(), doubtful: this.#clockOf.doubtful, found: () => this.draw() },
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
    this.#touched("screen" in this.#shown ? this.#shown.screen : "");
    this.#count();
    change();
    if (draft.stop.team !== this.#usual.team) {
      this.#usual = { ...this.#usual, team: draft.stop.team };
      void this.store.note("usual", this.#usual).catch(() => {}); // asked again next time
      void this.#stock(); // slips are of a team
    }
    const next = this.#next(draft);
    draft.at = next.id;
    if (!draft.fresh) {
      void this.drafts.keep(draft, this.now(), this.#clockOf.sure).catch(() => {}); // the stop itself is still here
    }
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
      const spent = Math.round(this.now() - draft.began);
      draft.stop.seconds.whole = Math.min(Math.max(0, spent), DAY);
      // One slip for one stop: what was written although it was said not to be has this one.
      if (this.#slip?.of !== draft.stop.stop_id) {
        this.#slip = { of: draft.stop.stop_id, receipt: await receipt(location.origin) };
      }
      const made = this.#slip.receipt;
      const hello = this.#hello!;
      if (!isOf(draft, hello)) {
        throw new Error("another officer has signed in");
      }
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
      if (this.#draft === draft) {
        this.#saved = { record, receipt: made, answers, taps: draft.taps, seconds, draft };
        this.#draft = null;
        this.#asItIs = false;
        this.#openPage("saved");
      }
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
    await this.drafts.drop(draft.stop.stop_id).catch(() => {});
    if (this.#hello && isOf(draft, this.#hello)) {
      this.#usual = { team, duty, kind: vehicle.kind, video: video.on };
      await this.store.note("usual", this.#usual).catch(() => {});
    }
    await this.send();
    await this.#stock();
  }

  async send(): Promise<void> {
    clearTimeout(this.#again);
    try {
      if ((!this.#csrf || this.#asksWho) && navigator.onLine) {
        this.#asksWho = false;
        await this.#greet();
        this.#csrf && (await register(this.#call, this.store));
      }
      this.#outcome = await this.sync.send();
      await this.store.forgetCopies(Date.now());
    } catch {
      this.#outcome = { why: "offline", wait: TICK };
    }
    if (["signed_out", "not_allowed", "not_understood"].includes(this.#outcome.why)) {
      this.#csrf = ""; // ask anew who we are
    }
    this.#signedOut ||= this.#outcome.why === "signed_out";
    this.#records = await this.store.records().catch(() => this.#records);
    const now = this.#records.find((one) => one.id === this.#saved?.record.id);
    if (this.#saved && now) {
      this.#saved.record = now;
    }
    const told = `${this.#outcome.why} ${this.#records.map((one) => one.id + one.state + (one.refusals ?? 0)).join(" ")}`;
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
    const watched = this.#watched;
    [this.#since, this.#watched] = [now, !document.hidden];
    if (this.#draft && !this.#draft.fresh && "screen" in this.#shown && watched) {
      const { times } = this.#screen(this.#draft, this.#shown.screen);
      const { seconds } = this.#draft.stop;
      seconds[times] = Math.min((seconds[times] ?? 0) + spent, DAY);
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
      this.#touched(screen);
      screen === "back" ? history.back() : screen === "queue" ? this.#openPage("queue") : this.open(screen);
    }
  }

  #tick(): void {
    const now = this.now();
    const draft = this.#draft;
    if (draft?.fresh && draft.stop.clock === "device") {
      draft.stop.started_at = moment(now);
      this.#drawTime();
    }
    const spent = draft && !draft.fresh ? Math.max(0, Math.floor((now - draft.began) / 1000)) : null;
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
    } else if (this.#isPage("locked") && this.#hello) {
      this.#page(...locked(this.#hello.name ?? "", this.#signIn, () => this.#goOn()));
    } else if (this.#isPage("changed") && this.#before) {
      this.#page(...changed(this.#before, () => this.#goOn()));
    } else if (this.#isPage("leave") && this.#hello) {
      const begun = this.#draft !== null && !this.#draft.fresh;
      this.#page(...leaving(begun, this.#unsent(), () => void this.#leave(), () => history.back()));
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

  /** Show the question that comes next. */
  #goOn(): void {
    this.#before = "";
    this.open(this.#next(this.#draft!).id);
  }

  #another(): void {
    this.#saved = null;
    this.begin();
    history.pushState(this.#shown, "");
    this.draw();
  }

  #unsent(): number {
    return this.#records.filter(isUnsent).length;
  }

  /** Try all that waits, also what was refused and would be tried later. */
  async #sendNow(): Promise<void> {
    const refused = this.#records.filter((one) => one.state === "refused");
    await this.store.askedAgain(refused.map((one) => one.id)).catch(() => {});
    await this.send();
  }

  async #carry(file: File): Promise<void> {
    this.#carried = await carry(this.#call, await file.text());
    this.draw();
  }

  #queue(): HTMLElement[] {
    const begun = this.#draft !== null && !this.#draft.fresh;
    const carried = this.#carried.map((words) => h("p", { class: "govuk-body", role: "status" }, words));
    return [
      ...queue(this.#records, this.#outcome, {
        send: () => void this.#sendNow(),
        handOver: (refused) => handOver(refused, this.#unsent()),
        carry: (file) => void this.#carry(file),
        ...{ signIn: this.#signIn, more: [...this.#warnings(), ...carried] },
      }),
      ...(this.#hello ? wayOut(this.#signedOut, begun, () => this.#openPage("leave")) : []),
      h("p", { class: "eh-rec__foot" }, h("a", { class: "govuk-link", href: "#back", "data-screen": "back" }, say("back"))),
    ];
  }

  /** What the officer has to know of this phone. */
  #warnings(): HTMLElement[] {
    return warnings(this.#safety, this.database.upgradeFailed, this.#clockOf);
  }

  #drawNet(): void {
    const n = this.#unsent();
    const on = navigator.onLine && this.#outcome?.why !== "offline";
    const r = this.#records.filter((one) => one.state === "refused").length;
    const where = on ? "online" : "offline";
    const words = say(r ? `${where}_refused` : n ? `${where}_waiting` : where, { n: n - r, r });
    const name = this.#hello?.name;
    this.#who.textContent = name ? say(this.#signedOut ? "who_out" : "who", { name }) : "";
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
      steps(screen),
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

  /** The time on the first screen goes on while nobody has touched the stop. */
  #drawTime(): void {
    const shown = this.#main.querySelector('.eh-chips [data-screen="time"] span:last-of-type');
    const words = chip("time", this.#draft!, this.#around());
    if (shown && shown.textContent !== words) {
      shown.textContent = words;
    }
  }

  #drawChips(): void {
    const place = this.#main.querySelector(".eh-chips");
    if (!place || !this.#draft || !("screen" in this.#shown)) {
      return;
    }
    const draft = this.#draft;
    const names = this.#screen(draft, this.#shown.screen).chips ?? [];
    place.replaceChildren(...chips(names, draft, this.#around()));
    place.toggleAttribute("hidden", names.length === 0);
  }
}
