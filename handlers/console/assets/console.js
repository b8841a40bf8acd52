'use strict';
// Everything works without this file; it only asks before what cannot be undone and before leaving unsaved words.
document.addEventListener('submit', function (e) {
  var b = e.submitter;
  if (b && b.dataset.confirm && !window.confirm(b.dataset.confirm)) { e.preventDefault(); return; }
  leaving = true;
});
var leaving = false, changed = false;
document.querySelectorAll('form[data-unsaved]').forEach(function (f) {
  f.addEventListener('input', function () { changed = true; });
});
window.addEventListener('beforeunload', function (e) {
  if (changed && !leaving) { e.preventDefault(); }
});
