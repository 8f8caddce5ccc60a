// Wagtail's editor writes two of its buttons in English, whatever the language of the screen.
const TOOLTIP_BUTTON = "button.Tooltip__button";

function inTheLanguageOfTheScreen(button) {
  const word = window.gettext ? window.gettext(button.textContent) : button.textContent;
  if (word !== button.textContent) button.textContent = word;
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element) node.querySelectorAll(TOOLTIP_BUTTON).forEach(inTheLanguageOfTheScreen);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
