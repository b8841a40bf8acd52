// Adds a button and, when it is pressed, the chat in an iframe:
//   <script src="https://hoidap.example.gov.vn/widget.js" async></script>
// data-label: the button's words; data-side: "left" or "right". The host page's policy needs script-src and frame-src
// for this one origin. Styles are set by script one by one, which no style-src forbids.
(() => {
  "use strict";
  const script = document.currentScript;
  const base = new URL("./", script.src), origin = base.origin;
  if (document.getElementById("motcua-launcher")) return;
  const label = script.dataset.label || "Hỏi đáp thủ tục";
  const side = script.dataset.side === "left" ? "left" : "right";
  const style = (node, rules) => {
    node.style.setProperty("all", "initial");
    for (const [name, value] of Object.entries(rules)) node.style.setProperty(name, value, "important");
  };

  const button = document.createElement("button");
  button.id = "motcua-launcher";
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "motcua-frame");
  const look = (focused) => style(button, {
    position: "fixed", bottom: "16px", [side]: "16px", "z-index": "2147483646", display: "inline-block", "box-sizing": "border-box",
    "min-height": "52px", "max-width": "calc(100vw - 32px)", padding: "14px 22px", "border-radius": "26px", border: "2px solid #fff",
    background: "#0b5c86", color: "#fff", font: "600 17px/1.3 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    cursor: "pointer", "box-shadow": "0 4px 18px rgba(8, 40, 60, .35)", outline: focused ? "3px solid #b45309" : "none", "outline-offset": "2px",
  });
  look(false);
  button.addEventListener("focus", () => look(button.matches(":focus-visible")));
  button.addEventListener("blur", () => look(false));

  const frame = document.createElement("iframe");
  frame.id = "motcua-frame";
  frame.title = "Một Cửa: " + label;
  const narrow = matchMedia("(max-width: 480px), (max-height: 560px)");
  let open = false, ready = false;
  const place = () => style(frame, {
    display: open ? "block" : "none", position: "fixed", "z-index": "2147483647", border: "0", "box-sizing": "border-box", background: "#fff",
    "color-scheme": "light dark",
    ...(narrow.matches
      ? { inset: "0", width: "100%", height: "100%" }
      : { bottom: "84px", [side]: "16px", width: "400px", height: "min(640px, calc(100vh - 104px))", "border-radius": "14px",
          "box-shadow": "0 8px 40px rgba(8, 40, 60, .35)" }),
  });
  narrow.addEventListener("change", place);

  const tell = (word) => ready && frame.contentWindow.postMessage("motcua:" + word, origin);
  const toggle = (to) => {
    if (to === open) return;
    open = to;
    if (open && !frame.src) {
      frame.src = new URL("widget", base).href;
      button.after(frame);
    }
    place();
    button.setAttribute("aria-expanded", String(open));
    if (open) {
      frame.focus();
      tell("opened");
    } else {
      tell("closed");
      button.focus();
    }
  };
  button.addEventListener("click", () => toggle(!open));
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && open && !e.defaultPrevented) toggle(false); });
  addEventListener("message", (e) => {
    if (e.origin !== origin || e.source !== frame.contentWindow) return;
    if (e.data === "motcua:close") toggle(false);
    if (e.data === "motcua:ready") {
      ready = true;
      if (open) tell("opened");
    }
  });
  const start = () => document.body.append(button);
  document.body ? start() : addEventListener("DOMContentLoaded", start);
})();
