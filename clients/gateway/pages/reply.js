'use strict';

// The code of a link stands behind its #, which browsers do not send. It goes into the form, and out of the address.
let code = location.hash.slice(1);
try {
  code = decodeURIComponent(code);
} catch {
  // It stands as it is, and is refused as a code that is none.
}
if (code) {
  history.replaceState(null, '', location.pathname);
  document.getElementById('code').value = code;
  document.getElementById('code-form').submit();
}
