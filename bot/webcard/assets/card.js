// What one does with a card: share, print, hear it. Works for cards that come into the page later.
(() => {
  "use strict";
  const root = document.documentElement;
  const clipboard = navigator.clipboard && window.isSecureContext;
  if (navigator.share || clipboard) root.classList.add("can-share");
  if (window.print) root.classList.add("can-print");

  // What a button is about: the card beside it, on a page without one all that the page says.
  const cardOf = (button) => (button.closest("[data-card-of]") || document).querySelector(".card") || document.querySelector("main");
  const flash = (button, text) => {
    const was = button.dataset.was || (button.dataset.was = button.textContent);
    button.textContent = text;
    setTimeout(() => { button.textContent = was; }, 2500);
  };

  const share = async (button, card) => {
    const url = new URL(card.dataset.link || location.href, location.href).href;
    const title = (card.querySelector(".card-head > *") || card.querySelector("h1")).textContent;
    try {
      if (navigator.share) return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      flash(button, "Đã chép địa chỉ");
    } catch (e) {
      if (e.name !== "AbortError") flash(button, "Chưa chia sẻ được");
    }
  };

  // One answer on paper: everything else on the page stays away, folds are open.
  const print = (card) => {
    const alone = card.closest("[data-card-of]");
    alone?.classList.add("printed");
    root.classList.toggle("print-one", !!alone);
    window.print();
  };
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll(".card details:not([open])")];
    folded.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => {
    folded.forEach((d) => { d.open = false; });
    root.classList.remove("print-one");
    document.querySelectorAll(".printed").forEach((n) => n.classList.remove("printed"));
  });

  // Reading out, where the device has a Vietnamese voice.
  const voices = window.speechSynthesis;
  const voice = () => voices.getVoices().find((v) => /^vi\b/i.test(v.lang.replace("_", "-")));
  const look = () => root.classList.toggle("can-speak", !!voice());
  if (voices && window.SpeechSynthesisUtterance) {
    look();
    voices.addEventListener?.("voiceschanged", look);
    addEventListener("pagehide", () => voices.cancel());
  }
  const still = () => document.querySelectorAll('[data-card="speak"][aria-pressed="true"]').forEach((b) => {
    b.setAttribute("aria-pressed", "false");
    b.textContent = "Đọc to";
  });
  const speak = (button, card) => {
    const on = button.getAttribute("aria-pressed") === "true";
    voices.cancel();
    still();
    if (on) return;
    button.setAttribute("aria-pressed", "true");
    button.textContent = "Dừng đọc";
    const said = card.matches(".card")
      ? ".card-head > *, .card-lead p, .card-facts > *, .card-part > :is(h2, h3, h4, h5), .card-part > :is(ul, ol) > li, .card-part > p, .card-cautions p"
      : "h1, .entry > p, .entry > ol > li, .answer p, .answer li";
    const lines = [...card.querySelectorAll(said)].map((n) => n.innerText.replace(/\s+/g, " ").trim()).filter(Boolean);
    lines.forEach((line, i) => { // one utterance a line: some voices stop after 200 letters
      const u = new SpeechSynthesisUtterance(line);
      u.lang = "vi-VN";
      u.voice = voice();
      if (i === lines.length - 1) u.onend = still;
      voices.speak(u);
    });
  };

  document.addEventListener("click", (e) => {
    const button = e.target.closest?.("[data-card]");
    const card = button && cardOf(button);
    if (!card) return;
    e.preventDefault();
    ({ share: () => share(button, card), print: () => print(card), speak: () => speak(button, card) })[button.dataset.card]?.();
  });
})();
