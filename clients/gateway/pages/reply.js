'use strict';

// The code of a link stands behind its #, which browsers do not send. It goes into the form, and out of the address.
const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  history.replaceState(null, '', location.pathname);
  document.getElementById('code').value = code;
  document.getElementById('code-form').submit();
}
