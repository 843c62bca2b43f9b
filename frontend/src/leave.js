// "Leave this site", faster: the link works without this. With it the page goes blank at once, its
// place in the history is taken by where the reader goes, and Escape does what the link does.
const EDITED = [
  "input:not([type=button], [type=submit], [type=reset], [type=checkbox], [type=radio])",
  ...["textarea", "select", "[role=textbox]", "[role=searchbox]", "[role=combobox]", "[role=listbox]"],
  "[role=menu]",
].join();
const ASKED = [
  ...["dialog[open]", "[role=dialog]", "[role=alertdialog]", "[aria-modal=true]"],
  ...(CSS.supports("selector(:popover-open)") ? [":popover-open"] : []), // not in older browsers
].join();

const link = document.querySelector("a.eh-leave");

function leave() {
  document.title = link.hostname;
  document.documentElement.classList.add("eh-gone");
  document.body.replaceChildren();
  location.replace(link.href);
}

// Escape has other work to do: it ends a dialogue, gives up what is being typed, leaves full screen.
function isTaken(event) {
  const held = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  if (event.defaultPrevented || event.isComposing || event.repeat || held) {
    return true;
  }
  const here = document.activeElement;
  return (
    document.fullscreenElement !== null ||
    document.querySelector(ASKED) !== null ||
    [here, event.target].some(
      (place) => place instanceof Element && (place.closest(EDITED) || place.isContentEditable),
    )
  );
}

if (link) {
  link.addEventListener("click", (event) => {
    if (event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      leave();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isTaken(event)) {
      event.preventDefault();
      leave();
    }
  });
  link.setAttribute("aria-keyshortcuts", "Escape");
  document.documentElement.classList.add("eh-escape");
}
