document.getElementById('sign-out')?.requestSubmit();
