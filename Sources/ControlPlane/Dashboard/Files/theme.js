// Before anything is shown: the colours that were chosen last, else the system's.
(() => {
  const names = ["auto", "light", "dark"];
  const stored = () => {
    try {
      return localStorage.getItem("tollgate-theme");
    } catch {
      return null; // storage is switched off: the system's colours
    }
  };
  let current = names.includes(stored()) ? stored() : "auto";
  const apply = () => {
    if (current === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = current;
  };
  apply();
  window.tollgateTheme = {
    names,
    get current() {
      return current;
    },
    set(name) {
      current = names.includes(name) ? name : "auto";
      apply();
      try {
        localStorage.setItem("tollgate-theme", current);
      } catch {
        // As above: it holds until the page is left.
      }
    },
  };
})();
