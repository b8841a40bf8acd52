'use strict';
// Everything works without this file; it only asks before leaving unsaved words and draws what changes by itself.
document.addEventListener('submit', function () { leaving = true; });
var leaving = false, changed = false;
document.querySelectorAll('form[data-unsaved]').forEach(function (f) {
  f.addEventListener('input', function () { changed = true; });
});
window.addEventListener('beforeunload', function (e) {
  if (changed && !leaving) { e.preventDefault(); }
});

document.querySelectorAll('[data-back]').forEach(function (b) {
  b.hidden = history.length < 2;
  b.addEventListener('click', function () { history.back(); });
});

document.querySelectorAll('[data-print]').forEach(function (b) {
  b.hidden = false;
  b.addEventListener('click', function () { window.print(); });
});

document.querySelectorAll('[data-fill]').forEach(function (b) {
  b.hidden = false;
  b.addEventListener('click', function () {
    var from = b.form.elements[b.dataset.fill].value;
    b.dataset.into.split(' ').forEach(function (name) { b.form.elements[name].value = from; });
  });
});

// The file of a form is measured before it is sent: a refusal afterwards would cost the upload.
document.querySelectorAll('input[type=file][data-max]').forEach(function (f) {
  var said = document.getElementById(f.id + '-loi');
  f.addEventListener('change', function () {
    var large = f.files.length > 0 && f.files[0].size > Number(f.dataset.max);
    var text = large ? 'Tệp này quá lớn (tối đa ' + Math.floor(f.dataset.max / 1048576) + ' MB). Ông/bà chọn tệp nhỏ hơn.' : '';
    f.setCustomValidity(text);
    said.textContent = text;
    said.hidden = !large;
  });
});
document.querySelectorAll('textarea[data-count]').forEach(function (a) {
  var shown = document.getElementById(a.dataset.count);
  function count() {
    var n = Array.from(a.value.normalize('NFC').trim()).length;
    shown.textContent = n ? '; đang có ' + n.toLocaleString('vi-VN') : '';
    shown.className = n > Number(a.dataset.most) ? 'late' : '';
  }
  a.addEventListener('input', count);
  count();
});
document.querySelectorAll('.groups input').forEach(function (box) {
  box.addEventListener('change', function () { if (box.checked) { document.getElementById('ai-nhom').checked = true; } });
});

// The figures of an announcement that is under way are fetched anew; when its state changes, so do the buttons, and the
// page is loaded again. A screen reader hears every tenth.
(function () {
  var live = document.querySelector('[data-live]'), said = document.getElementById('nghe');
  if (!live) { return; }
  function stage(node) { var s = node.querySelector('[data-stage]'); return s ? s.dataset : {}; }
  function wait() { window.setTimeout(look, 3000); }
  function look() {
    if (document.hidden) { wait(); return; }
    window.fetch(live.dataset.live, { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (text) {
      var next = new DOMParser().parseFromString(text, 'text/html').body, was = stage(live), now = stage(next);
      if (now.stage !== was.stage) {
        leaving = true;
        window.location.replace(window.location.pathname + '?ma=' + encodeURIComponent(new URLSearchParams(live.dataset.live.split('?')[1]).get('ma')));
        return;
      }
      if (Math.floor(now.percent / 10) !== Math.floor(was.percent / 10)) { said.textContent = 'Đã gửi ' + now.percent + ' %'; }
      live.replaceChildren.apply(live, Array.from(next.childNodes));
      wait();
    }).catch(wait);
  }
  wait();
}());

// While an entry is written, what citizens would read is drawn beside it, a moment after the last key.
document.querySelectorAll('form[data-preview]').forEach(function (f) {
  var part = f.querySelector('[data-previewed]'), into = part.querySelector('div'), waiting = 0, asked = 0;
  function look() {
    var sent = new URLSearchParams(new FormData(f)), n = asked += 1;
    if (!sent.get('ly-do')) { sent.set('ly-do', 'xem'); }
    window.fetch(f.dataset.preview, { method: 'POST', credentials: 'same-origin', body: sent }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (text) {
      var shown = new DOMParser().parseFromString(text, 'text/html').getElementById('ban-xem');
      if (n !== asked || !shown) { return; }
      into.replaceChildren.apply(into, Array.from(shown.childNodes));
      part.hidden = false;
    }).catch(function () { part.hidden = true; });
  }
  f.addEventListener('input', function () { window.clearTimeout(waiting); waiting = window.setTimeout(look, 1200); });
  look();
});
