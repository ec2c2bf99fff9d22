// The SPARQL editor: YASGUI with our prefixes, the ontology's terms, every question of queries/ as an example,
// and problems marked at their line and column.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import phrases from "./yasgui.zh.json";
import { page, pageOf, save, say } from "./page.js";
import { completeTerms } from "./completion.js";
import { markProblem, renderProblem } from "./problem.js";
import { Chart } from "./chart.js";
import { Graph } from "./graph.js";

const chinese = phrases.map(([english, words]) => [new RegExp(`^${english}$`), words]);

// The usual completers ask hosts of other people.
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.Yasqe.defaults.prefixCcApi = null;
Yasgui.Yasqe.defaults.createShortLink = undefined;
completeTerms(Yasgui.Yasqe);
Yasgui.Yasr.registerPlugin("chart", Chart, true);
Yasgui.Yasr.registerPlugin("graph", Graph, true);
Yasgui.Yasr.defaults.prefixes = page.prefixes;
Yasgui.Yasr.defaults.errorRenderers = [renderProblem];

// YASGUI wants a whole address.
const endpoint = new URL(page.endpoint, location.href).href;
const place = document.getElementById("editor");
const plain = document.getElementById("plain-editor");
const first = new URLSearchParams(location.search).get("query") ?? plain.querySelector("textarea").value;
plain.remove();

const yasgui = new Yasgui(place, {
  requestConfig: {
    endpoint,
    method: "POST",
    acceptHeaderSelect: "application/sparql-results+json",
    acceptHeaderGraph: "text/turtle",
  },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [] },
  persistenceId: null,
  populateFromUrl: false,
  autofocus: false,
  yasqe: { persistenceId: null, createShareableLink: shareable, syntaxErrorCheck: true, editorHeight: "24rem" },
  yasr: {
    persistenceId: null,
    pluginOrder: ["table", "chart", "graph", "response"],
    defaultPlugin: "table",
    prefixes: page.prefixes,
    getDownloadFileName: () => "zhengtu",
  },
});

function shareable(yasqe) {
  return `${location.origin}${location.pathname}?${new URLSearchParams({ query: yasqe.getValue() })}`;
}

function show(query) {
  const tab = yasgui.getTab();
  tab.setQuery(query);
  tab.getYasqe().focus();
}

function watch(tab) {
  tab.getYasqe().on("queryResponse", (yasqe, response) => markProblem(yasqe, response));
}

yasgui.on("tabAdd", (_, id) => setTimeout(() => yasgui.getTab(id) && watch(yasgui.getTab(id))));
const tab = yasgui.getTab() ?? yasgui.addTab(true);
tab.setEndpoint(endpoint);
tab.setQuery(first);
watch(tab);
label(place);

document.querySelector(".examples").addEventListener("click", (event) => {
  const example = event.target.closest("a[data-example]");
  if (!example) return;
  event.preventDefault();
  show(page.examples[example.dataset.example]);
});

document.getElementById("save-csv").addEventListener("click", async () => {
  const yasqe = yasgui.getTab().getYasqe();
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "text/csv" },
    body: new URLSearchParams({ query: yasqe.getValue() }),
  });
  if (!answer.ok) return yasqe.query();
  save("zhengtu.csv", "text/csv;charset=utf-8", await answer.blob());
});

/** Names for screen readers where YASGUI gives none, and its few words in Chinese. */
function label(root) {
  const fix = () => {
    for (const area of root.querySelectorAll(".CodeMirror textarea:not([aria-label])")) area.setAttribute("aria-label", say("query"));
    for (const field of root.querySelectorAll("input:not([aria-label])")) field.setAttribute("aria-label", field.placeholder || say("endpoint"));
    for (const button of root.querySelectorAll("button:not([aria-label])")) {
      if (!button.textContent.trim()) button.setAttribute("aria-label", button.title || say("more"));
    }
    for (const tab of root.querySelectorAll(".yasr_btn[aria-label]")) {
      if (tab.textContent.trim() && tab.getAttribute("aria-label") !== tab.textContent.trim()) tab.setAttribute("aria-label", tab.textContent.trim());
    }
    for (const select of root.querySelectorAll("select:not([aria-label])")) select.setAttribute("aria-label", say("rows"));
    // Our own things are shown by our own pages, wherever their IRIs point.
    for (const link of root.querySelectorAll(`a[href^="${page.base}"]`)) link.href = pageOf(link.getAttribute("href"));
    for (const scrolling of root.querySelectorAll(".CodeMirror-scroll, .dataTables_wrapper, .yasr_results")) scrolling.tabIndex = 0;
    if (page.language === "zh") translate(root.querySelector(".yasr"));
  };
  fix();
  new MutationObserver(() => {
    for (const hints of document.querySelectorAll(".CodeMirror-hints")) hints.setAttribute("aria-label", say("completions"));
  }).observe(document.body, { childList: true });
  new MutationObserver(fix).observe(root, { childList: true, subtree: true, characterData: true });
}

function translate(root) {
  if (!root) return;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement.closest("td, .CodeMirror")) continue;
    for (const [english, words] of chinese) {
      const said = node.data.replace(english, words);
      if (said !== node.data) node.data = said;
    }
  }
}
