// The pages work without this: it adds sharing, printing, the size of letters chosen in the chat, and the last pages when
// there is no network.
(() => {
  "use strict";
  const root = document.documentElement;
  try {
    const size = localStorage.getItem("motcua-size");
    if (size) root.dataset.size = size;
  } catch { /* no storage: letters stay as they are */ }
  for (const box of document.querySelectorAll("[data-tools]")) {
    const status = box.querySelector("[role=status]");
    const canonical = document.querySelector("link[rel=canonical]");
    const address = canonical ? canonical.href : location.href.split("#")[0];
    const share = box.querySelector("[data-do=share]");
    share.hidden = !navigator.share && !(navigator.clipboard && window.isSecureContext);
    share.addEventListener("click", async () => {
      try {
        if (navigator.share) {
          await navigator.share({ title: document.title, url: address });
          return;
        }
        await navigator.clipboard.writeText(address);
        status.textContent = "Đã chép địa chỉ trang.";
      } catch { /* the person changed his mind */ }
    });
    box.querySelector("[data-do=print]").addEventListener("click", () => window.print());
    box.hidden = false;
  }
  // What is folded is printed too.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const d of folded) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of folded) d.open = false;
  });
  const here = document.currentScript && document.currentScript.src;
  if (here && "serviceWorker" in navigator && location.protocol.startsWith("http")) {
    navigator.serviceWorker.register(new URL("../sw.js", here)).catch(() => {});
  }
})();
