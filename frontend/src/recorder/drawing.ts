// What stands around a question: how far the stop is, what the phone filled in, what to know of the phone.
import type { Clock } from "./clock";
import { h, pencil, unseen } from "./dom";
import { type Around, chip } from "./filled";
import type { Safety } from "./persistence";
import { type Screen, STEPS } from "./screens";
import type { Draft } from "./stop";
import { say } from "./words";

/** The steps of a stop, with the one where it stands. */
export function steps(screen: Screen): HTMLElement {
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

/** What the phone filled in, each with the way to change it. */
export function chips(names: readonly string[], draft: Draft, around: Around): HTMLElement[] {
  return names.map((name) =>
    h(
      "li",
      {},
      h(
        "a",
        { href: `#${name}`, "data-screen": name },
        unseen(`${say("change")} `),
        h("span", {}, chip(name, draft, around)),
        pencil(),
      ),
    ),
  );
}

/** What the officer has to know of this phone. */
export function warnings({ installed, persistent }: Safety, upgradeFailed: boolean, clock: Clock): HTMLElement[] {
  const minutes = Math.round(Math.abs(clock.ahead) / 60_000);
  const said = [
    ...(installed ? [] : [say("not_installed"), say("install_how")]),
    ...(persistent || !installed ? [] : [say("not_persistent")]),
    ...(upgradeFailed ? [say("upgrade_failed")] : []),
    ...(minutes ? [say("clock_wrong", { n: minutes })] : []),
    ...(clock.doubtful ? [say("clock_unknown")] : []),
  ];
  return said.length
    ? [h("div", { class: "eh-panel eh-panel--unknown" }, ...said.map((one) => h("p", { class: "govuk-body" }, one)))]
    : [h("p", { class: "eh-note" }, say("safe"))];
}
