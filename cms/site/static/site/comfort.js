// Comfort only: every page works without it. It keeps the chosen text size, prints, and closes menus.
(() => {
  "use strict";
  const sizes = document.querySelectorAll('input[name="size"]');
  const kept = (() => { try { return localStorage.getItem("size"); } catch { return null; } })();
  for (const input of sizes) {
    if (input.value === kept) input.checked = true;
    input.addEventListener("change", () => { try { localStorage.setItem("size", input.value); } catch { /* not kept */ } });
  }
  for (const button of document.querySelectorAll('[data-comfort="print"]')) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const menus = document.querySelectorAll('.menu details[name="menu"]');
  const close = (but) => { for (const menu of menus) if (menu !== but) menu.open = false; };
  const wide = window.matchMedia("(min-width: 60em)");
  document.addEventListener("click", (event) => { if (wide.matches) close(event.target.closest(".menu details")); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector('.menu details[name="menu"][open]');
    if (open && wide.matches) { open.open = false; open.querySelector("summary").focus(); }
  });
})();
