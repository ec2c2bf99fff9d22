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

function arrive() {
  const at = /^#e-\d+-\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (!at) return;
  let next = at;
  while (next && !next.matches(".mark")) next = next.nextElementSibling?.matches(".repair") ? next.nextElementSibling.firstElementChild : next.nextElementSibling;
  const found = next ?? at.parentElement;
  found.classList.add("arrived");
  setTimeout(() => found.classList.remove("arrived"), 2500);
}

addEventListener("hashchange", arrive);
arrive();
