"""What is wrong with how a page lies on a screen: it scrolls, is cut off, or covers itself."""

from playwright.sync_api import Page

FAULTS = """() => {
  const wrong = [], lines = [], root = document.documentElement, width = root.clientWidth;
  // The trap is for machines: it lies out of sight on purpose.
  const UNSEEN = "script, style, title, desc, select, textarea, .eh-trap";
  const say = (what, words) => wrong.push(`${what}: “${words.trim().slice(0, 50)}”`);
  if (root.scrollWidth > width) wrong.push(`scrolls sideways to ${root.scrollWidth}`);

  const boxes = new Map();  // of each element: what hides it, and how far it may be seen
  const all = {left: 0, right: width, top: -Infinity, bottom: Infinity};
  const box = (element) => {
    if (boxes.has(element)) return boxes.get(element);
    const above = element.parentElement ? box(element.parentElement) : all;
    const style = getComputedStyle(element), here = element.getBoundingClientRect();
    const scrolls = /auto|scroll/.test(style.overflow) && element !== root;
    const clips = /hidden|clip/.test(style.overflow) && element !== document.body;
    const tiny = clips && here.width <= 1 && here.height <= 1;
    const gone = above.gone || tiny || !element.checkVisibility(
      {checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true});
    const found = {...above, gone, scrolls: above.scrolls || scrolls};
    if (clips || scrolls) {
      found.left = Math.max(above.left, here.left);
      found.right = Math.min(above.right, here.right);
      found.top = Math.max(above.top, here.top);
      found.bottom = Math.min(above.bottom, here.bottom);
    }
    boxes.set(element, found);
    return found;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest(UNSEEN)) continue;
    const limits = box(holder);
    if (limits.gone) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const one of range.getClientRects()) {
      if (one.width < 1 || one.height < 1) continue;
      if (!limits.scrolls && (one.left < limits.left - 1 || one.right > limits.right + 1))
        say(`cut off at ${Math.round(one.left)} to ${Math.round(one.right)}`, node.data);
      const slack = one.height / 4;  // letters are lower than the line that holds them
      lines.push({node, left: Math.max(limits.left, one.left + 1),
                  right: Math.min(limits.right, one.right - 1),
                  top: Math.max(limits.top, one.top + slack),
                  bottom: Math.min(limits.bottom, one.bottom - slack)});
    }
  }

  lines.sort((one, other) => one.top - other.top);
  for (const [index, one] of lines.entries())
    for (let next = index + 1; next < lines.length && lines[next].top < one.bottom; next++) {
      const other = lines[next];
      const shown = one.top < one.bottom && other.top < other.bottom;
      if (shown && other.node !== one.node && other.left < one.right && one.left < other.right)
        say(`covered by “${one.node.data.trim().slice(0, 24)}”`, other.node.data);
    }
  for (const control of document.querySelectorAll("a, button, input, select, summary, textarea")) {
    const here = control.getBoundingClientRect(), limits = box(control);
    if (control.closest(".eh-trap")) continue;
    const beyond = here.left < -1 || here.right > width + 1;
    if (!limits.gone && !limits.scrolls && here.width > 1 && beyond)
      say("control out of sight", control.textContent || control.name);
  }
  return wrong;
}"""


def faults(page: Page) -> list[str]:
    """Words and controls of a page that a reader cannot see whole, each in a sentence."""
    found: list[str] = page.evaluate(FAULTS)
    return found
