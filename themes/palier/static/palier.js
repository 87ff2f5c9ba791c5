/** Writes a word that an element holds for the script; in its language, where the page's has none for it. */
function write(element, holder, word) {
  element.textContent = holder.dataset[word];
  const lang = holder.dataset[`${word}Lang`];
  if (lang) Object.assign(element, { lang, dir: "auto" });
}

// Opens a note, a reference or a term beside the word that calls it. Without this script the call is
// what it stays: a link to the page's end, where everything stands.
//
// The one box is made here, at the end of the page's main part. It opens on hover, on keyboard focus and on a
// first tap; it can be hovered, stays while it is looked at, and goes on Escape, on leaving, on a tap
// elsewhere and when its call is scrolled away. It describes its call to screen readers.
(() => {
  const CALLS = "a[role=doc-noteref], a[role=doc-biblioref], a[role=doc-glossref]";
  const GAP = 8;
  const BEFORE_OPENING = 120;
  const BEFORE_CLOSING = 240;

  const words = document.querySelector("script[data-go]");
  let box;
  let call; // the one that is open
  let timer;
  let tapped; // the call that a finger is on
  let dismissed; // closed by Escape, with the pointer still on it

  const callAt = (event) => {
    const found = event.target.closest?.(CALLS);
    return found && !box?.contains(found) ? found : null;
  };
  const isIn = (node) => node instanceof Node && (call?.contains(node) || box?.contains(node));
  const later = (delay, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };

  /** A copy of what the call leads to, without ids and ways back; nothing where it leads nowhere. */
  function copy(link) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return null;
    const content = document.createElement(target.parentElement.matches("dl") ? "dl" : "div");
    content.append(...target.cloneNode(true).childNodes);
    content.querySelectorAll("[role=doc-backlink]").forEach((back) => back.remove());
    content.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    content.querySelectorAll("p").forEach((paragraph) => paragraph.textContent.trim() || paragraph.remove());
    const { lang, dir } = target.closest("[lang]");
    Object.assign(content, { lang, dir });
    return content;
  }

  function open(link, byTouch) {
    clearTimeout(timer);
    if (call === link) return;
    close();
    const content = copy(link);
    if (!content) return;
    if (!box) {
      box = document.createElement("div");
      box.className = "pal-popover";
      box.id = "page.popover";
      box.setAttribute("role", "note");
      box.popover = "manual";
      // Within the page's landmark, as its last thing.
      (document.querySelector("main") ?? document.body).append(box);
    }
    box.textContent = "";
    box.append(content);
    if (byTouch && words) {
      const go = document.createElement("a");
      go.className = "pal-popover-go";
      go.href = link.hash;
      write(go, words, "go");
      go.addEventListener("click", close);
      box.append(go);
    }
    call = link;
    call.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    box.showPopover?.();
    place();
  }

  function close() {
    clearTimeout(timer);
    if (!call) return;
    call.removeAttribute("aria-describedby");
    call = null;
    box.hidePopover?.();
    box.hidden = true;
  }

  /** Beside the call, within the screen: below it where there is room, else above. */
  function place() {
    const at = call.getClientRects()[0];
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    if (!at || at.bottom < 0 || at.top > height) return close();
    box.style.maxHeight = "";
    const below = height - at.bottom - 2 * GAP;
    const above = at.top - 2 * GAP;
    const isBelow = box.offsetHeight <= below || below >= above;
    box.style.maxHeight = `${Math.max(isBelow ? below : above, 0)}px`;
    // What scrolls must be reached by keyboard.
    if (box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    const left = Math.min((at.left + at.right - box.offsetWidth) / 2, width - box.offsetWidth - GAP);
    box.style.left = `${Math.max(left, GAP)}px`;
    box.style.top = `${isBelow ? at.bottom + GAP : at.top - GAP - box.offsetHeight}px`;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = callAt(event);
    if (link !== dismissed) dismissed = null;
    if (link && link !== dismissed && link !== call) later(BEFORE_OPENING, () => open(link));
    else if (isIn(event.target)) clearTimeout(timer);
    else if (call && !isIn(document.activeElement)) later(BEFORE_CLOSING, close);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = callAt(event);
    if (link && link !== tapped && link.matches(":focus-visible")) open(link);
    else if (!isIn(event.target)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType === "touch" ? callAt(event) : null;
    if (!isIn(event.target)) close();
  });
  document.addEventListener("click", (event) => {
    const link = callAt(event);
    if (link && link === tapped && link !== call) {
      open(link, true);
      // What leads nowhere is left to the link.
      if (call) event.preventDefault();
    } else if (link) close();
    tapped = null;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !call) return;
    dismissed = call;
    close();
  });
  addEventListener("scroll", (event) => call && !box.contains(event.target) && place(), { capture: true, passive: true });
  addEventListener("resize", () => call && place());
  // What opens or closes takes its calls along.
  addEventListener("toggle", (event) => call && event.target !== box && place(), true);
})();

// Keeps the reader at the section on screen when the language is switched. Without this script the
// switch leads to the page's head, and each heading has its own link to its pair: here the switch
// borrows what follows `#` in the link of the section read. A heading without a pair has no link,
// so the one before it stands in. Where both pages show one text, the anchors are the same.
(() => {
  const nav = document.querySelector(".pal-languages");
  const list = nav?.querySelector("ul");
  if (!list) return;

  /** How far down the screen a section begins that is read. */
  function line() {
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    const usual = clientHeight / 3;
    if (scrollTop + clientHeight < scrollHeight - 2) return usual;
    // At its end the page scrolls no further: the section asked for, else the last.
    const asked = document.querySelector(":target")?.getBoundingClientRect().top;
    return Math.max(usual, Math.min(asked ?? (scrollTop && clientHeight), clientHeight));
  }

  function aim(event) {
    const link = event.target.closest("a");
    if (!link) return;
    const marks = link.dataset.text ? ".pal-text .pal-anchor" : `.pal-text .pal-pair[hreflang="${link.hreflang}"]`;
    const last = line() + 1;
    let hash = "";
    for (const mark of document.querySelectorAll(marks)) {
      if (mark.parentElement.getBoundingClientRect().top > last) break;
      hash = mark.hash;
    }
    link.hash = hash;
  }

  // Before any way of following the link, or of copying it.
  for (const type of ["pointerover", "pointerdown", "focusin", "click"]) nav.addEventListener(type, aim);

  // Whoever scrolls back up in search of the switch finds it there, and needs not leave the section.
  if (!nav.querySelector("a:not(.pal-missing, [aria-current])")) return;
  let before = scrollY;
  addEventListener(
    "scroll",
    () => {
      const isAway = nav.getBoundingClientRect().bottom < 0;
      if (isAway && Math.abs(scrollY - before) < 8) return;
      const isWanted = isAway && scrollY < before;
      before = scrollY;
      // The header keeps its measure, so that nothing moves.
      nav.style.minWidth = isWanted ? `${nav.offsetWidth}px` : "";
      nav.style.minHeight = isWanted ? `${nav.offsetHeight}px` : "";
      list.classList.toggle("pal-floating", isWanted);
    },
    { passive: true },
  );
})();

// Beside each text that is there to be taken along, a button that copies it. Without this script, or
// where the browser lets no page copy, the text is selected by hand.
(() => {
  if (!navigator.clipboard) return;

  /** Copies the text, with its italics and links where it has any. */
  function copy(source) {
    const text = source.textContent.trim();
    if (!source.children.length || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const as = (type, content) => ({ [type]: new Blob([content], { type }) });
    return navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", text), ...as("text/html", source.innerHTML) })]);
  }

  for (const source of document.querySelectorAll(".pal-cite [data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pal-copy";
    write(button, source, "copy");
    const told = document.createElement("span");
    told.className = "pal-copied";
    told.setAttribute("role", "status");
    source.after(button, told);
    button.addEventListener("click", () => {
      const done = () => {
        write(told, source.closest("[data-copied]"), "copied");
        setTimeout(() => (told.textContent = ""), 3000);
      };
      copy(source).then(done, () => getSelection().selectAllChildren(source));
    });
  }
})();
