// Opens the recorder, and lets the phone keep it for when there is no connection.
import { App } from "./app";
import { say } from "./words";

const root = new URL(".", location.href).pathname;

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`${root}worker.js`, { scope: root, updateViaCache: "none" }).catch(() => {
    // without it the recorder works while there is a connection
  });
}

const app = new App(root);
app.start().catch((error: unknown) => {
  const main = document.querySelector("main")!;
  main.querySelector("h1")!.textContent = say("no_storage");
  main.querySelector("p")!.textContent = say("no_storage_text");
  main.dataset.failed = String(error);
});
