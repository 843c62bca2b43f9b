// Elements, made without a framework and without any style or script in attributes.

type Child = Node | string | null | undefined | false;
type Given = Record<string, string | boolean | number | ((event: Event) => void) | null | undefined>;

/** An element with attributes, listeners (`onclick`) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  given: Given = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((one): one is Node | string => Boolean(one)));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A small drawing that says nothing to a screen reader: the words beside it do. */
export function shape(size: number, paths: readonly [string, string][], box = "0 0 18 18"): SVGSVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  const about = { width: size, height: size, viewBox: box, "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(about)) {
    drawing.setAttribute(key, String(value));
  }
  for (const [path, kind] of paths) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    line.setAttribute("class", kind);
    drawing.append(line);
  }
  return drawing;
}

const RADIO = "M2 7.5C6 4 12 4 16 7.5M5 11c2.4-2 5.6-2 8 0M9 13.4v1.8";
export const pencil = () => shape(14, [["M3 15l.8-3.4L12 3.4l2.6 2.6-8.2 8.2z", "l"]]);
export const online = () => shape(18, [[RADIO, "l"]]);
export const offline = () => shape(18, [[`${RADIO}M3 16L15 2`, "l"]]);
export const phone = () => shape(18, [["M5 1.5h8v15H5zM8 14h2", "l"]]);
export const arrow = () => shape(18, [["M3 9h11M9 4l5 5-5 5", "l"]]);
export const tick = () => shape(18, [["M9 1a8 8 0 100 16A8 8 0 009 1z", "f"], ["M5 9.4l2.8 2.8L13 6.4", "n"]]);
export const warning = () => shape(18, [["M9 1.5L17 16H1z", "f"], ["M9 7v4M9 13v1.4", "n"]]);

/** Words for screen readers alone. */
export function unseen(words: string): HTMLElement {
  return h("span", { class: "govuk-visually-hidden" }, words);
}
