// The pages work without this: it adds the size of letters chosen in the chat, and the last
// pages when there is no network. Sharing and printing are in card.js.
(() => {
  "use strict";
  const root = document.documentElement;
  try {
    const size = localStorage.getItem("motcua-size");
    if (size) root.dataset.size = size;
  } catch { /* no storage: letters stay as they are */ }
  const here = document.currentScript && document.currentScript.src;
  if (here && "serviceWorker" in navigator && location.protocol.startsWith("http")) {
    navigator.serviceWorker.register(new URL("../sw.js", here)).catch(() => {});
  }
})();
