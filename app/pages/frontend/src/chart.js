// Results as a chart: the first column that is no number names the bars, the columns of numbers are their heights.
import { BarController, BarElement, CategoryScale, Chart as Drawing, Legend, LinearScale, Tooltip } from "chart.js";
import { say } from "./page.js";

Drawing.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);
const MOST = 60;
const COLOURS = ["#a8201a", "#1f4e79", "#22603a", "#7a5200", "#5e3a87"];

export class Chart {
  priority = 5;
  label = say("chart");
  hideFromSelection = false;

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return columns(this.yasr.results).numbers.length > 0;
  }

  draw() {
    this.destroy();
    const { names, numbers, rows } = columns(this.yasr.results);
    const shown = rows.slice(0, MOST);
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", say("chartOf", { columns: numbers.join(", ") }));
    const frame = document.createElement("div");
    frame.className = "result-chart";
    frame.append(canvas);
    if (rows.length > MOST) frame.prepend(say("first", { shown: MOST, all: rows.length }));
    this.yasr.resultsEl.append(frame);
    this.drawing = new Drawing(canvas, {
      type: "bar",
      data: {
        labels: shown.map((row, at) => (names.length ? row[names[0]]?.value ?? "" : String(at + 1))),
        datasets: numbers.map((name, at) => ({
          label: name,
          data: shown.map((row) => Number(row[name]?.value)),
          backgroundColor: COLOURS[at % COLOURS.length],
        })),
      },
      options: { animation: false, maintainAspectRatio: false },
    });
  }

  getIcon() {
    return icon("M3 21V9h4v12zM10 21V3h4v18zM17 21v-8h4v8z");
  }

  destroy() {
    this.drawing?.destroy();
    this.drawing = undefined;
  }
}

/** names: variables that are no numbers; numbers: those that are, wherever they are bound; rows: the bindings. */
function columns(results) {
  const rows = results?.getBindings() ?? [];
  const variables = rows.length ? results.getVariables() : [];
  const numeric = (name) => {
    const values = rows.map((row) => row[name]).filter(Boolean);
    return values.length > 0 && values.every(({ type, value }) => type !== "uri" && value !== "" && Number.isFinite(Number(value)));
  };
  const numbers = variables.filter(numeric);
  const literal = variables.filter((name) => !numbers.includes(name) && rows.some((row) => row[name] && row[name].type !== "uri"));
  return { names: literal.length ? literal : variables.filter((name) => !numbers.includes(name)), numbers, rows };
}

/** A 24 by 24 icon from a path. */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(Object.assign(document.createElementNS("http://www.w3.org/2000/svg", "path")));
  svg.firstChild.setAttribute("d", path);
  return svg;
}
