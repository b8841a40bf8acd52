// The chat page. Without it the page is a form that works; with it questions are sent in place and answers come by a
// stream. Messages arrive as HTML that the server made of escaped text.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement, body = document.body;
  const log = $("log"), form = $("ask"), input = $("text"), status = $("status");
  const framed = root.classList.contains("framed");
  const max = Number(body.dataset.max);
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
      log.querySelectorAll(".message:not(#m0)").forEach((m) => m.remove());
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
  $("smaller").addEventListener("click", () => resize(size - 1));
  $("larger").addEventListener("click", () => resize(size + 1));
  resize(size);
  document.querySelector(".tools").hidden = false;

  // --- What the page says of itself.
  let slowTimer = 0;
  const say = (text, kind = "") => {
    clearTimeout(slowTimer);
    status.className = kind;
    if (status.textContent !== text) status.textContent = text;
  };
  const waitForAnswer = () => {
    say("Trợ lý đang trả lời", "busy");
    slowTimer = setTimeout(() => say("Câu trả lời đến chậm hơn thường lệ. Ông/bà có thể chờ hoặc quay lại sau."), 15000);
  };

  // --- Messages.
  const parse = (html) => {
    const t = document.createElement("template");
    t.innerHTML = html;
    return t.content.firstElementChild;
  };
  const quiet = matchMedia("(prefers-reduced-motion: reduce)");
  const glide = () => (quiet.matches ? "instant" : "smooth");
  const bottom = (behavior = glide()) => window.scrollTo({ top: root.scrollHeight, behavior });

  const echo = (id, text) => { // the person's words, until the server has them
    const p = document.createElement("p");
    p.textContent = text;
    const node = parse('<article class="message person sending new"><p class="who">Ông/bà:</p><div class="text"></div></article>');
    node.id = id;
    node.querySelector(".text").append(p);
    log.append(node);
    bottom();
  };

  const receive = ({ id, person, html }) => {
    const node = parse(html), old = $(id);
    if (old && person) { // said already: only take over the server's time and words, which announces nothing
      old.classList.remove("sending", "pending");
      old.querySelector(".who").replaceWith(node.querySelector(".who"));
      if (old.querySelector(".text").textContent !== node.querySelector(".text").textContent) {
        old.querySelector(".text").replaceWith(node.querySelector(".text"));
      }
      return;
    }
    if (old) return old.replaceWith(node);
    node.classList.add("new");
    log.append(node);
    if (person) return bottom();
    say("");
    // A long answer is read from its beginning.
    node.offsetHeight > window.innerHeight * 0.6 ? node.scrollIntoView({ block: "start", behavior: glide() }) : bottom();
  };

  // --- Sending: one after another, each under its nonce until the server has it.
  const queue = [];
  let sending = false, retryTimer = 0, delay = 0;
  let refused = null; // {text, nonce}: given back to the input; the same words go under the same nonce
  const newNonce = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };

  const ask = (post, shown) => {
    const nonce = refused && post.text === refused.text ? refused.nonce : newNonce();
    refused = null;
    queue.push({ ...post, nonce, shown });
    if (!$("u-" + nonce)) echo("u-" + nonce, shown);
    flush();
  };

  const flush = async () => {
    if (sending || !queue.length) return;
    clearTimeout(retryTimer);
    sending = true;
    const { shown, ...post } = queue[0];
    const node = $("u-" + post.nonce);
    let answer = null, code = 0;
    try {
      const r = await fetch("chat/send", {
        method: "POST", credentials: "same-origin", headers: headers({ "Content-Type": "application/json" }),
        body: JSON.stringify({ ...post, frame: framed }),
      });
      code = r.status;
      answer = await r.json();
    } catch { /* the connection broke, or something between us answered: the question stays and goes again */ }
    sending = false;
    if (!answer || (code !== 200 && !answer.error)) {
      node?.classList.replace("sending", "pending");
      say("Mất kết nối. Câu hỏi được giữ lại và sẽ tự gửi khi có mạng.", "fault");
      delay = Math.min(30000, (delay || 500) * 2);
      retryTimer = setTimeout(flush, delay);
      return;
    }
    delay = 0;
    queue.shift();
    if (code === 200) {
      node?.classList.remove("sending", "pending");
      waitForAnswer();
      listen();
    } else {
      refuse(post, node, answer.error);
    }
    flush();
  };

  const refuse = (post, node, why) => {
    say(why, "fault");
    node?.remove();
    if (post.text === undefined) return;
    refused = post;
    if (!input.value.trim()) input.value = post.text;
    grow();
  };

  // --- The stream. Read by fetch, which unlike EventSource can name the session in a header.
  let reader = null, again = 0, pause = 0;
  const listen = async () => {
    if (reader || document.hidden || closed) return;
    clearTimeout(again);
    const control = reader = new AbortController();
    let came = false;
    try {
      const r = await fetch("chat/stream" + (framed ? "?frame=1" : ""), {
        credentials: "same-origin", cache: "no-store", signal: control.signal,
        headers: headers({ Accept: "text/event-stream", "Last-Event-ID": String(last) }),
      });
      if (r.status === 204) return;
      if (!r.ok || !r.body) throw new Error("stream " + r.status);
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
    pause = came ? 1000 : Math.min(30000, (pause || 1000) * 2);
    again = setTimeout(listen, pause * (0.75 + Math.random() / 2)); // not all pages at once after a restart
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
  const rest = () => { reader?.abort(); reader = null; clearTimeout(again); };
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
  input.addEventListener("input", () => {
    grow();
    const over = Array.from(input.value.trim()).length - max;
    if (over > 0) say(`Câu hỏi dài quá ${over} ký tự. Xin ông/bà rút gọn.`, "fault");
    else if (status.className === "fault") say("");
  });
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
    input.focus();
    if (!text) return say("Ông/bà chưa nhập câu hỏi.", "fault");
    if (Array.from(text).length > max) return say("Câu hỏi dài quá 1.000 ký tự. Xin ông/bà rút gọn hoặc chia thành nhiều câu.", "fault");
    input.value = "";
    grow();
    say("");
    ask({ text }, text);
  });
  log.addEventListener("submit", (e) => {
    e.preventDefault();
    const b = e.submitter;
    if (!b) return;
    if (b.name === "text") return ask({ text: b.value }, b.value);
    ask({ action: b.value, message: e.target.elements.message.value }, b.textContent);
  });
  $("over").addEventListener("submit", (e) => {
    if (!framed && !confirm("Xóa toàn bộ cuộc trò chuyện này?")) return e.preventDefault();
    const field = e.target.elements.session;
    if (field) field.value = session;
    stored("sessionStorage", "motcua-session", null);
  });

  // --- The widget and its host page speak in three words.
  if (framed) {
    const tell = (word) => window.parent !== window && window.parent.postMessage("motcua:" + word, "*"); // holds nothing private
    document.addEventListener("keydown", (e) => { if (e.key === "Escape" && !e.isComposing) tell("close"); });
    $("close").hidden = window.parent === window;
    $("close").addEventListener("click", () => tell("close"));
    addEventListener("message", (e) => {
      if (e.source !== window.parent) return;
      if (e.data === "motcua:opened") { closed = false; input.focus(); if (last || reread) listen(); }
      if (e.data === "motcua:closed") { closed = true; rest(); }
    });
    tell("ready");
  }
  const messages = log.querySelectorAll(".message");
  if (messages.length > 1) {
    bottom("instant");
    if (messages[messages.length - 1].classList.contains("person")) waitForAnswer();
  }
  if (last || reread) listen();
})();
