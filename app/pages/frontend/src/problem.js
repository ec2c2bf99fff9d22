// Problems of the service (RFC 9457) in the editor: the line and column marked, the words beside the results.
import { say } from "./page.js";

function read(text) {
  try {
    const problem = JSON.parse(text);
    return problem && problem.title ? problem : null;
  } catch {
    return null;
  }
}

// YASR hands its renderers the status only; the problem itself comes with the response, before anything is drawn.
let last = null;

/** Marks where the query is wrong until it is changed. response: of the failed request, or its error. */
export function markProblem(yasqe, response) {
  const problem = (last = read(response?.content ?? response?.response?.text ?? response?.message ?? ""));
  if (!problem?.line) return;
  const from = { line: problem.line - 1, ch: Math.max(0, (problem.column ?? 1) - 1) };
  const to = { line: from.line, ch: from.ch + Math.max(1, (problem.token ?? " ").length) };
  const mark = yasqe.markText(from, to, { className: "problem-here", title: problem.detail });
  yasqe.addLineClass(from.line, "background", "problem-line");
  yasqe.scrollIntoView(from);
  yasqe.on("change", function clear() {
    mark.clear();
    for (let line = 0; line < yasqe.lineCount(); line++) yasqe.removeLineClass(line, "background", "problem-line");
    yasqe.off("change", clear);
  });
}

/** The problem as an element for YASR; undefined where the answer was no problem document. */
export async function renderProblem() {
  const problem = last;
  if (!problem) return undefined;
  const box = document.createElement("div");
  box.className = "problem";
  box.setAttribute("role", "alert");
  const add = (tag, text) => box.append(Object.assign(document.createElement(tag), { textContent: text }));
  add("h3", `${problem.status} ${problem.title}`);
  if (problem.line) add("p", say("at", { line: problem.line, column: problem.column ?? 1 }));
  add("p", problem.detail);
  if (problem.hint) add("p", problem.hint);
  return box;
}
