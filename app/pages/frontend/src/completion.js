// Completion from the ontology: classes after `a`, properties where a predicate stands.
import { page, short } from "./page.js";

/** Registers both completers with YASQE; they know only the terms that the page brings. */
export function completeTerms(Yasqe) {
  for (const [from, kind] of [["class", "classes"], ["property", "properties"]]) {
    Yasqe.forkAutocompleter(from, {
      name: `zhengtu-${kind}`,
      bulk: false,
      persistenceId: null,
      get: async (_, token) => {
        const typed = (token?.autocompletionString ?? token?.string ?? "").toLowerCase();
        return page[kind].filter(({ iri, label }) => matches(typed, iri, label)).map(({ iri }) => iri);
      },
      postprocessHints: (_, hints) =>
        hints.map((hint) => ({ ...hint, displayText: `${hint.displayText ?? hint.text}  ${labelOf(hint.text)}` })),
    });
  }
}

function matches(typed, iri, label) {
  const bare = typed.replace(/^</, "");
  return iri.toLowerCase().startsWith(bare) || short(iri).toLowerCase().startsWith(bare) || label.includes(bare);
}

function labelOf(text) {
  const known = [...page.classes, ...page.properties].find(({ iri }) => text === short(iri) || text === `<${iri}>`);
  return known?.label ?? "";
}
