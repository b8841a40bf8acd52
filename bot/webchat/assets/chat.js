// The chat page. Without it the page is a form that works; with it questions are sent in place and answers come by a
// stream. Messages arrive as HTML that the server made of escaped text.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement, body = document.body;
  const log = $("log"), form = $("ask"), input = $("text"), status = $("status"), typing = $("typing");
  const framed = root.classList.contains("framed");
  const base = body.dataset.root; // leads to the site's root
  const max = Number(body.dataset.max);
  const touch = matchMedia("(pointer: coarse)");
  let last = Number(body.dataset.seq); // number of the last change that the page shows

  // --- What browsers may refuse us: storage.
  const stored = (store, key, value) => {
    try {
      if (value === undefined) return window[store].getItem(key);
      value === null ? window[store].removeItem(key) : window[store].setItem(key, value);
    } catch { /* private mode: the page works, it only forgets */ }
    return null;
  };

  // --- The widget's session also lives in its tab, for browsers that keep our cookie from us.
  let session = "";
  let reread = false;
  if (framed) {
    session = stored("sessionStorage", "motcua-session") || body.dataset.session;
    reread = session !== body.dataset.session; // the page was made for another session than ours
    if (reread) {
      last = 0;
      log.querySelectorAll(":scope > :not(#m0)").forEach((m) => m.remove());
    }
    stored("sessionStorage", "motcua-session", session);
  }
  const headers = (more) => (session ? { "X-Chat-Session": session, ...more } : more);

  // --- Text size.
  const sizes = 4;
  let size = Math.min(sizes - 1, Math.max(0, Number(stored("localStorage", "motcua-size")) || 0));
  const resize = (to) => {
    size = Math.min(sizes - 1, Math.max(0, to));
    root.dataset.size = size;
    stored("localStorage", "motcua-size", String(size));
    $("smaller").setAttribute("aria-disabled", String(size === 0));
    $("larger").setAttribute("aria-disabled", String(size === sizes - 1));
  };
  // What is being read stays where it is while all above it grows.
  const resizeInPlace = (to) => {
    const top = document.querySelector("header").getBoundingClientRect().bottom;
    const read = [...log.children].find((n) => n.getBoundingClientRect().bottom > top);
    const before = read?.getBoundingClientRect().top;
    resize(to);
    if (read && scrollY > 0) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
  };
  $("smaller").addEventListener("click", () => resizeInPlace(size - 1));
  $("larger").addEventListener("click", () => resizeInPlace(size + 1));
  resize(size);
  document.querySelector(".tools").hidden = false;

  // --- What the page says of itself: faults above the input, waiting in the thread.
  const say = (text, kind = "") => {
    status.className = kind;
    if (status.textContent !== text) status.textContent = text;
  };
  // A wait begins when its question leaves and ends with the first answer after it, whichever reply comes first.
  let slowTimer = 0;
  const wait = () => {
    clearTimeout(slowTimer);
    typing.innerHTML = '<span class="vh">Trợ lý đang trả lời</span><i></i><i></i><i></i>';
    typing.hidden = false;
    slowTimer = setTimeout(() => {
      typing.textContent = "Câu trả lời đến chậm hơn thường lệ. Ông/bà có thể chờ hoặc quay lại sau.";
    }, 15000);
  };
  const answered = () => {
    clearTimeout(slowTimer);
    typing.hidden = true;
    typing.textContent = "";
  };

  // --- Messages.
  const parse = (html) => {
    const t = document.createElement("template");
    t.innerHTML = html;
    return t.content.firstElementChild;
  };
  const quiet = matchMedia("(prefers-reduced-motion: reduce)");
  const glide = () => (quiet.matches ? "instant" : "smooth");
  // The question stays in sight: it and what answers it are read from its beginning.
  const show = (node, behavior = glide()) => node.scrollIntoView({ block: "start", behavior });
  const lastQuestion = () => [...log.querySelectorAll(".person")].pop();

  let day = [...log.querySelectorAll("[data-day]")].pop()?.dataset.day || body.dataset.today;
  const append = (node) => {
    const d = node.dataset.day;
    if (d && d !== day) {
      const line = document.createElement("p");
      line.className = "day";
      line.textContent = day = d;
      log.append(line);
    }
    log.append(node);
  };

  const echo = (id, text, state) => { // the person's words, until the server has them
    const p = document.createElement("p");
    p.textContent = text;
    const node = parse('<article class="message person new"><p class="who"><span>Ông/bà</span> </p><div class="text"></div></article>');
    node.id = id;
    node.classList.add(state);
    node.querySelector(".text").append(p);
    log.append(node);
    show(node);
  };

  // empty removes what was deleted, in this tab as in any other.
  const empty = () => {
    log.querySelectorAll(":scope > :not(#m0)").forEach((m) => m.remove());
    queue.length = 0;
    keep();
    answered();
    say("");
  };

  let follow = false; // the focus goes along with the answer: its question came from a button that is gone
  const receive = ({ id, person, html }) => {
    const node = parse(html), old = $(id);
    if (node.hasAttribute("data-cleared") && !old) empty();
    if (old && person) { // said already: only take over the server's time and words, which announces nothing
      old.classList.remove("sending", "pending");
      old.querySelector(".who").replaceWith(node.querySelector(".who"));
      old.dataset.day = node.dataset.day;
      if (old.querySelector(".text").textContent !== node.querySelector(".text").textContent) {
        old.querySelector(".text").replaceWith(node.querySelector(".text"));
      }
      return;
    }
    if (old) return change(old, node);
    node.classList.add("new");
    append(node);
    if (person) { // said in another tab
      wait();
      return show(node);
    }
    answered();
    show(lastQuestion() || node);
    if (follow) {
      follow = false;
      node.tabIndex = -1;
      node.focus({ preventScroll: true });
    }
  };

  // change takes over what is new of a message: all of it when it was edited, else what stands under it.
  const change = (old, node) => {
    if (old.dataset.edits !== node.dataset.edits) return old.replaceWith(node);
    const from = old.querySelector(":scope > .under"), to = node.querySelector(":scope > .under");
    if (!from || !to) return;
    const focus = from.contains(document.activeElement) && document.activeElement.value;
    from.replaceWith(to);
    if (focus) ([...to.querySelectorAll("button")].find((b) => b.value === focus) || to.querySelector("[aria-pressed=true]"))?.focus({ preventScroll: true });
  };

  // --- Sending: one after another, each under its nonce until the server has it; the tab keeps them over a reload.
  const queue = [];
  let sending = false, retryTimer = 0, delay = 0;
  let refused = null; // {text, nonce}: given back to the input; the same words go under the same nonce
  const keep = () => stored("sessionStorage", "motcua-queue", queue.length ? JSON.stringify(queue) : null);
  const newNonce = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };

  const ask = (post, shown) => {
    const nonce = refused && post.text === refused.text ? refused.nonce : newNonce();
    refused = null;
    queue.push({ ...post, nonce, shown });
    keep();
    if (shown && !$("u-" + nonce)) echo("u-" + nonce, shown, "sending");
    flush();
  };

  // A question that goes again, since the reply to its first try was lost, may have its answer already.
  const hasAnswer = (node) => {
    for (let n = node; n; n = n.nextElementSibling) if (n.classList.contains("ours")) return true;
    return false;
  };
  const lost = "Mất kết nối. Câu hỏi được giữ lại và sẽ tự gửi khi có mạng.";
  const flush = async () => {
    if (sending || !queue.length) return;
    clearTimeout(retryTimer);
    sending = true;
    const { shown, ...post } = queue[0];
    const node = $("u-" + post.nonce);
    if (shown && !hasAnswer(node)) wait();
    let answer = null, code = 0;
    try {
      const r = await fetch(base + "chat/send", {
        method: "POST", credentials: "same-origin", headers: headers({ "Content-Type": "application/json" }),
        body: JSON.stringify({ ...post, frame: framed, o: body.dataset.o }),
      });
      code = r.status;
      answer = await r.json();
    } catch { /* the connection broke, or something between us answered: the question stays and goes again */ }
    sending = false;
    if (queue[0]?.nonce !== post.nonce) return flush(); // deleted meanwhile, with all else
    if (!answer || (code !== 200 && !answer.error)) {
      node?.classList.replace("sending", "pending");
      answered();
      say(lost, "fault");
      delay = Math.min(30000, (delay || 500) * 2);
      retryTimer = setTimeout(flush, delay);
      return;
    }
    delay = 0;
    queue.shift();
    keep();
    if (code === 200) {
      node?.classList.remove("sending", "pending");
      if (status.textContent === lost) say("");
      listen();
    } else {
      refuse(post, node, answer.error);
    }
    flush();
  };

  const refuse = (post, node, why) => {
    answered();
    say(why, "fault");
    node?.remove();
    if (post.text === undefined) return;
    refused = post;
    if (!input.value.trim()) input.value = post.text;
    grow();
  };

  // --- The stream. Read by fetch, which unlike EventSource can name the session in a header.
  const again = "Đang kết nối lại…";
  let reader = null, againTimer = 0, pause = 0;
  const listen = async () => {
    if (reader || document.hidden || closed) return;
    clearTimeout(againTimer);
    const control = reader = new AbortController();
    let came = false;
    try {
      const r = await fetch(base + "chat/stream" + (framed ? "?frame=1" : ""), {
        credentials: "same-origin", cache: "no-store", signal: control.signal,
        headers: headers({ Accept: "text/event-stream", "Last-Event-ID": String(last) }),
      });
      if (r.status === 204) return;
      if (!r.ok || !r.body) throw new Error("stream " + r.status);
      if (status.textContent === again) say("");
      const chunks = r.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { value, done } = await chunks.read();
        if (done) break;
        came = true;
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        events.forEach(take);
      }
    } catch { /* hidden, offline or restarted: below */ } finally {
      if (reader === control) reader = null;
    }
    if (control.signal.aborted) return;
    if (!came && !status.textContent) say(again);
    pause = came ? 1000 : Math.min(30000, (pause || 1000) * 2);
    againTimer = setTimeout(listen, pause * (0.75 + Math.random() / 2)); // not all pages at once after a restart
  };
  const take = (event) => {
    const field = {};
    for (const line of event.split("\n")) {
      const at = line.indexOf(":");
      if (at > 0) field[line.slice(0, at)] = line.slice(at + 1).trimStart();
    }
    if (field.event !== "message") return;
    receive(JSON.parse(field.data));
    last = Math.max(last, Number(field.id));
  };
  const rest = () => { reader?.abort(); reader = null; clearTimeout(againTimer); };
  let closed = false; // the widget is folded
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return rest();
    if (last || reread) listen();
    flush();
  });
  addEventListener("online", () => { flush(); if (last) listen(); });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (e) => { if (e.persisted && last) listen(); });

  // --- Typing.
  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    input.style.height = "auto";
    input.style.height = input.scrollHeight + 2 + "px";
  };
  const number = (n) => n.toLocaleString("vi-VN");
  const count = () => {
    const left = max - Array.from(input.value.trim()).length;
    if (left < 0) say(`Câu hỏi dài quá ${number(-left)} ký tự. Xin ông/bà rút gọn.`, "fault");
    else if (left < max / 5) say(`Còn ${number(left)} ký tự.`, "count");
    else if (status.className === "fault" || status.className === "count") say("");
  };
  input.addEventListener("input", () => { grow(); count(); });
  input.addEventListener("keydown", (e) => {
    // Enter that ends a syllable of a Vietnamese keyboard must not send; 229 is what older browsers give then.
    if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
    e.preventDefault();
    form.requestSubmit();
  });
  input.addEventListener("beforeinput", (e) => { // an Enter that comes after its question was sent
    if (e.inputType === "insertLineBreak" && !input.value.trim()) e.preventDefault();
  });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const text = input.value.trim();
    if (!text) { input.focus(); return say("Ông/bà chưa nhập câu hỏi.", "fault"); }
    if (Array.from(text).length > max) { input.focus(); return say(`Câu hỏi dài quá ${number(max)} ký tự. Xin ông/bà rút gọn hoặc chia thành nhiều câu.`, "fault"); }
    touch.matches ? input.blur() : input.focus({ preventScroll: true }); // a phone's keyboard would hide the answer
    input.value = "";
    grow();
    say("");
    ask({ text }, text);
  });
  const press = (e) => {
    e.preventDefault();
    const b = e.submitter;
    if (!b) return;
    const message = e.target.elements.message?.value;
    if (b.hasAttribute("data-quiet")) { // a rating: shown at once where it stands
      b.parentNode.querySelectorAll("[aria-pressed]").forEach((o) => o.setAttribute("aria-pressed", String(o === b)));
      return ask({ action: b.value, message }, "");
    }
    follow = true;
    if (b.name === "text") return ask({ text: b.value }, b.value);
    ask({ action: b.value, message }, b.textContent.trim());
  };
  log.addEventListener("submit", press);
  $("doors")?.addEventListener("submit", press);
  $("over").addEventListener("submit", (e) => {
    if (!framed && !confirm("Xóa toàn bộ cuộc trò chuyện này?")) return e.preventDefault();
    const field = e.target.elements.session;
    if (field) field.value = session;
    stored("sessionStorage", "motcua-session", null);
    stored("sessionStorage", "motcua-queue", null);
  });

  // --- Speaking the question, where the browser writes down what is said.
  const Speech = window.SpeechRecognition || window.webkitSpeechRecognition;
  const mic = $("mic");
  if (Speech) {
    let hearing = null;
    const hear = (on) => {
      mic.setAttribute("aria-pressed", String(on));
      if (!on) hearing = null;
    };
    mic.hidden = false;
    mic.addEventListener("click", () => {
      if (hearing) return hearing.stop();
      hearing = new Speech();
      hearing.lang = "vi-VN";
      hearing.interimResults = true;
      const before = input.value.trim();
      hearing.onresult = (e) => {
        const heard = Array.from(e.results, (r) => r[0].transcript).join(" ").trim();
        input.value = (before ? before + " " : "") + heard;
        grow();
        count();
      };
      hearing.onerror = (e) => {
        if (e.error === "aborted" || e.error === "no-speech") return;
        say(e.error === "not-allowed" ? "Trình duyệt chưa cho dùng micro. Ông/bà gõ câu hỏi giúp tôi." : "Chưa nghe được. Ông/bà thử lại hoặc gõ câu hỏi.", "fault");
      };
      hearing.onend = () => hear(false);
      hear(true);
      say("");
      try { hearing.start(); } catch { hear(false); }
    });
  }

  // --- The widget and its host page speak in three words.
  if (framed) {
    const tell = (word) => window.parent !== window && window.parent.postMessage("motcua:" + word, "*"); // holds nothing private
    document.addEventListener("keydown", (e) => { if (e.key === "Escape" && !e.isComposing) tell("close"); });
    addEventListener("message", (e) => {
      if (e.source !== window.parent) return;
      if (e.data === "motcua:opened") {
        closed = false;
        if (!touch.matches) input.focus({ preventScroll: true });
        if (last || reread) listen();
      }
      if (e.data === "motcua:closed") { closed = true; rest(); }
    });
    tell("ready");
  }

  // --- The beginning: what a link asks, what was not sent before a reload, where one was.
  const messages = log.querySelectorAll(".message");
  if (messages.length > 1) {
    show(lastQuestion() || messages[messages.length - 1], "instant");
    if (messages[messages.length - 1].classList.contains("person")) wait();
  }
  try {
    queue.push(...JSON.parse(stored("sessionStorage", "motcua-queue") || "[]"));
  } catch { /* not ours */ }
  queue.forEach((q) => { if (q.shown && !$("u-" + q.nonce)) echo("u-" + q.nonce, q.shown, "pending"); });
  const asks = body.dataset.asks;
  if (asks) {
    history.replaceState(null, "", location.pathname + (body.dataset.o ? "?o=" + body.dataset.o : "")); // a reload asks nothing
    if (stored("sessionStorage", "motcua-asked") !== asks) {
      stored("sessionStorage", "motcua-asked", asks);
      input.value = "";
      ask({ text: asks }, asks);
    }
  }
  if (last || reread) listen();
  flush();
})();
