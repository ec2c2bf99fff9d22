// Results as a graph: the triples of a CONSTRUCT or DESCRIBE, or the columns of IRIs of a SELECT joined row by row.
import cytoscape from "cytoscape";
import { icon } from "./chart.js";
import { page, pageOf, say, short } from "./page.js";

const MOST = 400;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

export class Graph {
  priority = 4;
  label = say("graph");
  hideFromSelection = false;

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return edges(this.yasr.results).length > 0;
  }

  draw() {
    this.destroy();
    const all = edges(this.yasr.results);
    const shown = all.slice(0, MOST);
    const names = labels(this.yasr.results);
    const nodes = [...new Set(shown.flatMap(({ from, to }) => [from, to]))];
    const frame = document.createElement("div");
    frame.className = "result-graph";
    frame.setAttribute("role", "img");
    frame.setAttribute("aria-label", say("graphOf", { nodes: nodes.length, edges: shown.length }));
    if (all.length > MOST) this.yasr.resultsEl.append(say("first", { shown: MOST, all: all.length }));
    this.yasr.resultsEl.append(frame);
    this.drawing = cytoscape({
      container: frame,
      maxZoom: 1.5,
      elements: [
        ...nodes.map((id) => ({ data: { id, label: names.get(id) ?? short(id).split("/").pop() } })),
        ...shown.map(({ from, to, by }, at) => ({ data: { id: `e${at}`, source: from, target: to, label: short(by).split("/").pop() } })),
      ],
      layout: { name: "cose", animate: false },
      style: [
        { selector: "node", style: { label: "data(label)", "background-color": "#a8201a", "font-size": 11, width: 14, height: 14, "text-wrap": "ellipsis", "text-max-width": 140 } },
        { selector: "edge", style: { label: "data(label)", "font-size": 8, color: "#5b5751", "line-color": "#bbb4a7", width: 1, "curve-style": "bezier", "target-arrow-shape": "triangle", "target-arrow-color": "#bbb4a7", "arrow-scale": 0.7 } },
      ],
    });
    nameThem(this.drawing, nodes.filter((id) => !names.has(id)));
    this.drawing.on("dbltap", "node", ({ target }) => window.open(pageOf(target.id()), "_self"));
  }

  getIcon() {
    return icon("M5 3a3 3 0 1 0 1.5 5.6l6 3.4a3 3 0 0 0 0 1l-6 3.4A3 3 0 1 0 8 19l6-3.6a3 3 0 1 0 0-5.8L8 6A3 3 0 0 0 5 3z");
  }

  destroy() {
    this.drawing?.destroy();
    this.drawing = undefined;
  }
}

/** Asks for the labels that the result does not hold. */
async function nameThem(drawing, nodes) {
  if (!nodes.length) return;
  const query = `SELECT ?s ?label WHERE { VALUES ?s { ${nodes.map((id) => `<${id}>`).join(" ")} } ?s <${LABEL}> ?label }`;
  const answer = await fetch(page.endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" },
    body: query,
  });
  if (!answer.ok || drawing.destroyed()) return;
  for (const { s, label } of (await answer.json()).results.bindings) drawing.getElementById(s.value).data("label", label.value);
}

function edges(results) {
  const statements = results?.getStatements?.() ?? [];
  if (statements.length) {
    return statements
      .filter(({ object }) => object.termType === "NamedNode")
      .map(({ subject, predicate, object }) => ({ from: subject.value, to: object.value, by: predicate.value }));
  }
  return (results?.getBindings() ?? []).flatMap((row) => {
    const iris = Object.entries(row).filter(([, term]) => term?.type === "uri");
    return iris.slice(1).map(([name, term]) => ({ from: iris[0][1].value, to: term.value, by: name }));
  });
}

function labels(results) {
  const found = new Map();
  for (const { subject, predicate, object } of results?.getStatements?.() ?? []) {
    if (predicate.value === LABEL) found.set(subject.value, object.value);
  }
  for (const row of results?.getBindings() ?? []) {
    const terms = Object.entries(row);
    for (const [name, term] of terms) {
      const label = row[`${name}Label`] ?? (name === "id" ? row.title ?? row.name : undefined);
      if (term?.type === "uri" && label) found.set(term.value, label.value);
    }
  }
  return found;
}
