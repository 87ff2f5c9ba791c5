import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { sent, Unpatchable } from "../src/preview/patch.ts";
import { holds, type Chance } from "./support/random.ts";

function page(body: string, head = ""): Document {
  return parseHTML(`<!doctype html><html lang="fr"><head>${head}</head><body>${body}</body></html>`).document;
}

/** The page `before`, once it was read, brought to `after`. */
function patched(before: string, after: string, read: (page: Document) => void = () => undefined) {
  const live = page(before);
  const server = sent(live);
  read(live);
  const changes = server.become(page(after));
  return { live, server, changes, body: live.body.innerHTML };
}

test("a text that changed is changed in its own element", () => {
  const live = page("<p>one</p><p>two <em>b</em></p>");
  const server = sent(live);
  const [, second] = live.querySelectorAll("p");
  const em = second?.querySelector("em");
  server.become(page("<p>one</p><p>three <em>c</em></p>"));
  assert.equal(live.body.innerHTML, "<p>one</p><p>three <em>c</em></p>");
  assert.equal(live.querySelectorAll("p")[1], second);
  assert.equal(second?.querySelector("em"), em);
});

test("what a reader opened and what scripts added stays", () => {
  const read = (live: Document) => {
    live.querySelector("details")?.setAttribute("open", "");
    live.querySelector("p")?.classList.add("lit");
    live.querySelector("p")?.after(Object.assign(live.createElement("button"), { textContent: "copy" }));
    live.documentElement.setAttribute("data-theme", "dark");
  };
  const { body, live } = patched(
    '<details><summary>s</summary>a</details><p class="x">one</p><p>two</p>',
    '<details><summary>s</summary>b</details><p class="y">one!</p><p>new</p><p>two</p>',
    read,
  );
  assert.equal(
    body,
    '<details open><summary>s</summary>b</details><p class="lit y">one!</p><button>copy</button><p>new</p><p>two</p>',
  );
  assert.equal(live.documentElement.getAttribute("data-theme"), "dark");
});

test("what a script put something around goes with it, and comes before or behind it", () => {
  const wrap = (live: Document) => {
    const pre = live.querySelector("pre") as Element;
    const holder = live.createElement("div");
    pre.replaceWith(holder);
    holder.append(pre, live.createElement("button"));
  };
  assert.equal(patched("<pre>a</pre><p>x</p>", "<pre>b</pre><p>x</p>", wrap).body, "<div><pre>b</pre><button></button></div><p>x</p>");
  assert.equal(patched("<pre>a</pre><p>x</p>", "<p>x</p>", wrap).body, "<p>x</p>");
  assert.equal(
    patched("<pre>a</pre><p>x</p>", "<h2>n</h2><pre>a</pre><ul></ul><p>x</p>", wrap).body,
    "<h2>n</h2><div><pre>a</pre><button></button></div><ul></ul><p>x</p>",
  );
});

test("a question is replaced as a whole, and the others keep what was answered", () => {
  const question = (text: string) => `<div data-pal-ask="short"><p>${text}</p></div>`;
  const answer = (live: Document) => live.querySelectorAll("[data-pal-ask]").forEach((asked) => asked.append("answer"));
  const { body, changes } = patched(question("a") + question("b"), question("a") + question("c"), answer);
  assert.equal(body, '<div data-pal-ask="short"><p>a</p>answer</div><div data-pal-ask="short"><p>c</p></div>');
  assert.equal(changes.added.length, 1);
});

test("a page whose scripts must begin again is not patched, and nothing of it is changed", () => {
  for (const [before, after] of [
    ['<p>a</p><script src="a.js"></script>', '<p>b</p><script src="b.js"></script>'],
    ["<p>a</p>", '<p>b</p><button data-finish="">done</button>'],
    ['<p>a</p><ol><li data-lesson="x">x</li></ol>', "<p>b</p><ol></ol>"],
  ] as const) {
    const live = page(before);
    const server = sent(live);
    assert.throws(() => server.become(page(after)), Unpatchable, after);
    assert.equal(live.querySelector("p")?.textContent, "a");
  }
});

test("where a script took away what would change, the page is loaded again", () => {
  const take = (live: Document) => live.querySelector("p")?.remove();
  assert.throws(() => patched("<div><p>a</p></div>", "<div><p>b</p></div>", take), Unpatchable);
  assert.equal(patched("<div><p>a</p><i>x</i></div>", "<div><p>a</p><i>y</i></div>", take).body, "<div><i>y</i></div>");
});

test("another stylesheet is told, and not put in the place of the one that is read", () => {
  const live = page("<p>a</p>", '<link rel="stylesheet" href="1.css">');
  const server = sent(live);
  const link = live.querySelector("link") as HTMLLinkElement;
  const changes = server.become(page("<p>a</p>", '<link rel="stylesheet" href="2.css">'));
  assert.deepEqual(changes.styles, [[link, "2.css"]]);
  assert.equal(link.getAttribute("href"), "1.css");
  const next = link.cloneNode() as Element;
  link.replaceWith(next);
  server.replace(link, next);
  const again = server.become(page("<p>a</p>", '<link rel="stylesheet" href="3.css">'));
  assert.equal(again.styles[0]?.[0], next);
});

function tree(chance: Chance, depth: number): string {
  const inside = () => (depth ? tree(chance, depth - 1) : "");
  const one = () =>
    chance.of([
      () => `<section class="${chance.of(["a", "b"])}">${inside()}</section>`,
      () => `<div id="${chance.of(["x", "y"])}">${inside()}</div>`,
      () => `<ul><li>${inside()}</li><li></li></ul>`,
      () => chance.of(["one", "two", "\n"]),
      () => `<!--${chance.of(["c", "d"])}-->`,
    ])();
  return chance.many(chance.below(6), one).join("");
}

test("whatever a page becomes, it is what the server sends, time after time", () => {
  holds((chance) => {
    const body = () => tree(chance, 3);
    const live = page(body());
    const server = sent(live);
    for (let time = 0; time < 4; time++) {
      const next = body();
      server.become(page(next));
      assert.equal(live.body.innerHTML, page(next).body.innerHTML);
    }
  });
});

test("a long list is compared in no more than n log n steps", () => {
  const list = (first: number) => `<ul>${Array.from({ length: 3000 }, (_, at) => `<li>${first + at}</li>\n`).join("")}</ul>`;
  const { live, changes } = patched(list(0), list(1));
  assert.equal(live.querySelectorAll("li").length, 3000);
  assert.equal(changes.added.length, 1);
});
