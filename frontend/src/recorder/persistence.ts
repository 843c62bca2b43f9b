// Whether this phone keeps what is not sent yet. An iPhone's browser deletes after seven idle days
// unless the app is installed; any browser may unless it has promised not to.
export interface Safety {
  installed: boolean;
  persistent: boolean;
}

/** Ask the browser to keep what we store, and say what it answered. */
export async function safety(): Promise<Safety> {
  const standalone = matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches;
  const onIphone = (navigator as { standalone?: boolean }).standalone === true;
  const persistent = await persists();
  return { installed: standalone || onIphone, persistent };
}

async function persists(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
