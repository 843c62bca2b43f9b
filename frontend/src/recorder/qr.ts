// A code to scan, drawn on the phone itself: always dark on white, also at night.
import encodeQR from "qr";
import { shape } from "./dom";

const QUIET = 4; // modules of white around it, as the standard asks

export function code(address: string, name: string): SVGSVGElement {
  const rows = encodeQR(address, "raw", { ecc: "low", border: QUIET });
  const size = rows.length;
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  const drawing = shape(size, [[path, "q"]], `0 0 ${size} ${size}`);
  drawing.setAttribute("class", "eh-qr");
  drawing.setAttribute("shape-rendering", "crispEdges");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", name);
  drawing.removeAttribute("aria-hidden");
  return drawing;
}
