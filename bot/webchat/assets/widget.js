// Adds a button and, when it is pressed, the chat in an iframe:
//   <script src="https://hoidap.example.gov.vn/widget.js" async></script>
// data-label: the button's words; data-side: "left" or "right"; data-q or data-topic: a question, or the id of an entry,
// that the chat opens on; data-office: of several offices, the slug of the one whose people read this page. The host page's policy needs script-src and frame-src for this one origin. Styles are set by
// script one by one, which no style-src forbids. The frame's bar, with its closing button, belongs to the host page:
// it works whatever becomes of the frame.
(() => {
  "use strict";
  const script = document.currentScript;
  const base = new URL("./", script.src), origin = base.origin;
  const allowed = [/* origins */];
  if (location.origin !== origin && !allowed.includes(location.origin)) {
    console.warn(`Một Cửa: ${location.origin} is not in MOTCUA_WEB_ORIGINS, so the chat cannot be shown here.`);
    return;
  }
  if (document.getElementById("motcua-launcher")) return;
  const { label = "Hỏi đáp thủ tục", q, topic, office } = script.dataset;
  const side = script.dataset.side === "left" ? "left" : "right";
  const font = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
  const style = (node, rules) => {
    node.style.setProperty("all", "initial");
    for (const [name, value] of Object.entries(rules)) node.style.setProperty(name, value, "important");
  };
  const make = (name, id, rules, ...inside) => {
    const node = document.createElement(name);
    if (id) node.id = id;
    style(node, rules);
    node.append(...inside);
    return node;
  };
  const ring = (node, look) => {
    look(false);
    node.addEventListener("focus", () => look(node.matches(":focus-visible")));
    node.addEventListener("blur", () => look(false));
  };
  const icon = () => {
    const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg"), path = document.createElementNS(ns, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z");
    style(svg, { width: "22px", height: "22px", flex: "none", fill: "#fff" });
    path.style.setProperty("fill", "#fff", "important"); // not style(): "all" would take away the shape
    svg.append(path);
    return svg;
  };

  // --- The launcher.
  const button = make("button", "motcua-launcher", {}, icon(), make("span", "", { color: "#fff", font: `600 17px/1.3 ${font}`, cursor: "pointer" }, label));
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "motcua-panel");
  let open = false, ready = false;
  ring(button, (focused) => style(button, {
    position: "fixed", bottom: "16px", [side]: "16px", "z-index": "2147483646", display: open ? "none" : "inline-flex", "align-items": "center", gap: "10px",
    "box-sizing": "border-box", "min-height": "52px", "max-width": "calc(100vw - 32px)", padding: "12px 20px", "border-radius": "26px", border: "2px solid #fff",
    background: "#0b5c86", cursor: "pointer", "box-shadow": "0 4px 18px rgba(8, 40, 60, .35)", outline: focused ? "3px solid #b45309" : "none", "outline-offset": "2px",
  }));

  // --- The panel: a bar of the host page's own, the frame below it, and words for when the frame cannot load.
  const close = make("button", "motcua-close", {}, "✕");
  close.type = "button";
  close.setAttribute("aria-label", "Đóng khung hỏi đáp");
  ring(close, (focused) => style(close, {
    display: "inline-flex", "align-items": "center", "justify-content": "center", flex: "none", width: "44px", height: "44px", cursor: "pointer",
    "border-radius": "8px", color: "#fff", font: `400 20px/1 ${font}`, outline: focused ? "3px solid #fbbf24" : "none", "outline-offset": "-3px",
  }));
  const bar = make("div", "", { display: "flex", "align-items": "center", "justify-content": "space-between", background: "#0b5c86", padding: "0 4px 0 14px", "box-sizing": "border-box", flex: "none" },
    make("span", "", { color: "#fff", font: `600 16px/1.3 ${font}`, overflow: "hidden", "text-overflow": "ellipsis", "white-space": "nowrap" }, label), close);
  const frame = make("iframe", "motcua-frame", { border: "0", flex: "1", width: "100%", "min-height": "0", background: "#fff", "color-scheme": "light dark" });
  frame.title = "Một Cửa: " + label;
  frame.allow = "microphone";
  const away = make("a", "", { color: "#0b5c86", font: `600 17px/1.5 ${font}`, "text-decoration": "underline", cursor: "pointer" }, "Mở trang hỏi đáp ↗");
  away.href = base.href;
  away.target = "_blank";
  away.rel = "noopener";
  const failed = make("div", "motcua-failed", { display: "none" },
    make("p", "", { display: "block", margin: "0 0 12px", color: "#17232d", font: `400 17px/1.5 ${font}` }, "Chưa mở được khung hỏi đáp. Mạng có thể đang chậm, hoặc máy chủ đang bận."), away);
  failed.setAttribute("role", "status");
  const panel = make("div", "motcua-panel", {}, bar, failed, frame);
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", label);
  const narrow = matchMedia("(max-width: 480px), (max-height: 560px)");
  const place = () => style(panel, {
    display: open ? "flex" : "none", "flex-direction": "column", position: "fixed", "z-index": "2147483647", "box-sizing": "border-box", background: "#fff", overflow: "hidden",
    ...(narrow.matches
      ? { inset: "0", width: "100%", height: "100%" }
      : { bottom: "16px", [side]: "16px", width: "min(420px, calc(100vw - 32px))", height: "min(680px, calc(100vh - 32px))", "border-radius": "14px", "box-shadow": "0 8px 40px rgba(8, 40, 60, .35)" }),
  });
  narrow.addEventListener("change", place);
  const tell = (word) => ready && frame.contentWindow.postMessage("motcua:" + word, origin);
  const shown = (works) => {
    failed.style.setProperty("display", works ? "none" : "block", "important");
    failed.style.setProperty("padding", "20px 16px", "important");
    frame.style.setProperty("display", works ? "inline" : "none", "important");
  };

  let timer = 0;
  const toggle = (to) => {
    if (to === open) return;
    open = to;
    if (open && !frame.src) {
      const address = new URL("widget", base);
      if (topic) address.searchParams.set("topic", topic);
      else if (q) address.searchParams.set("q", q);
      if (office) address.searchParams.set("o", office);
      frame.src = address.href;
      document.body.append(panel);
      timer = setTimeout(() => { if (!ready) shown(false); }, 6000);
    }
    place();
    button.style.setProperty("display", open ? "none" : "inline-flex", "important");
    button.setAttribute("aria-expanded", String(open));
    if (open) {
      ready ? frame.focus({ preventScroll: true }) : close.focus({ preventScroll: true });
      tell("opened");
    } else {
      tell("closed");
      button.focus({ preventScroll: true });
    }
  };
  button.addEventListener("click", () => toggle(true));
  close.addEventListener("click", () => toggle(false));
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && open && !e.defaultPrevented) toggle(false); });
  addEventListener("message", (e) => {
    if (e.origin !== origin || e.source !== frame.contentWindow) return;
    if (e.data === "motcua:close") toggle(false);
    if (e.data === "motcua:ready") {
      ready = true;
      clearTimeout(timer);
      shown(true);
      if (open) {
        frame.focus({ preventScroll: true });
        tell("opened");
      }
    }
  });
  const start = () => document.body.append(button);
  document.body ? start() : addEventListener("DOMContentLoaded", start);
})();
