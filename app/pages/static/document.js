// From a fact to its quotes and back. Without this script the same links jump by their fragments.

const facts = new Map([...document.querySelectorAll(".statements li")].map((item) => [item.id.slice(2), item]));
const marks = [...document.querySelectorAll(".mark[data-facts]")];

function show(numbers) {
  for (const item of document.querySelectorAll(".statements .current")) item.classList.remove("current");
  for (const mark of marks) mark.classList.toggle("current", mark.dataset.facts.split(" ").some((fact) => numbers.includes(fact)));
  const shown = numbers.map((number) => facts.get(number)).filter(Boolean);
  for (const item of shown) item.classList.add("current");
  return shown;
}

document.querySelector(".original")?.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark[data-facts]");
  if (!mark) return;
  const [first] = show(mark.dataset.facts.split(" "));
  if (!first) return;
  event.preventDefault();
  first.scrollIntoView({ block: "nearest" });
  first.querySelector("a.label").focus({ preventScroll: true });
});

document.querySelector(".statements")?.addEventListener("click", (event) => {
  const item = event.target.closest("li");
  if (item && event.target.closest(".spans a")) show([item.id.slice(2)]);
});

/** The elements that show the quote whose anchor this is; its line where it has no marks of its own. */
function quoted(anchor, length) {
  const texts = document.createTreeWalker(anchor.closest(".text"), NodeFilter.SHOW_TEXT);
  texts.currentNode = anchor;
  const found = new Set();
  for (let node = texts.nextNode(); node && length > 0; node = texts.nextNode()) {
    const line = node.parentElement.closest("p");
    if (!line) continue;
    length -= [...node.data].length;
    const mark = node.parentElement.closest(".mark");
    if (mark) found.add(mark);
  }
  return found.size ? [...found] : [anchor.closest("p")];
}

function arrive() {
  const [, start, end] = /^#e-(\d+)-(\d+)$/.exec(location.hash) ?? [];
  const anchor = start && document.getElementById(location.hash.slice(1));
  if (!anchor) return;
  const found = quoted(anchor, end - start);
  for (const element of found) element.classList.add("arrived");
  found[0].scrollIntoView({ block: "center", behavior: "instant" });
  setTimeout(() => found.forEach((element) => element.classList.remove("arrived")), 2500);
}

addEventListener("hashchange", arrive);
arrive();
