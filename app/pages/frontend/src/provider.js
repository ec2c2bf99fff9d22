// Reactodia's SPARQL data provider for our graph: classes and properties are the ontology's, which the page brings, so
// that no query has to look for them among the data.
import * as Reactodia from "@reactodia/workspace";
import { page } from "./page.js";

const quoted = (text) => JSON.stringify(text);
const values = (terms) => terms.map(({ iri, zh, en }) => `(<${iri}> ${quoted(zh)}@zh) (<${iri}> ${quoted(en)}@en)`).join(" ");
const labels = new Map([...page.classes, ...page.properties].map(({ iri, zh, en }) => [iri, { zh, en }]));
const factory = Reactodia.Rdf.DefaultDataFactory;

const settings = {
  ...Reactodia.OwlRdfsSettings,
  classTreeQuery: `SELECT ?class ?label WHERE { VALUES (?class ?label) { ${values(page.classes)} } }`,
  classInfoQuery: "",
  linkTypesQuery: "",
  linkTypesInfoQuery: "",
  propertyInfoQuery: "",
  filterTypePattern: "?inst a ?class",
  fullTextSearch: {
    prefix: "",
    queryPattern: "?inst rdfs:label ?search1 FILTER CONTAINS(STR(?search1), \"${text}\") BIND(0 AS ?score)",
    extractLabel: false,
  },
};

// Superclasses are stated of every thing; a card says the one kind that tells.
const GENERAL = new Set(["OutlineItem", "Figure", "PublishedDocument"]);

function telling(data) {
  const types = data.types.filter((iri) => !GENERAL.has(iri.split("#").pop()));
  return types.length ? { ...data, types } : data;
}

class Provider extends Reactodia.SparqlDataProvider {
  async elements(params) {
    const found = await super.elements(params);
    return new Map([...found].map(([iri, data]) => [iri, telling(data)]));
  }

  async lookup(params) {
    const found = await super.lookup(params);
    return found.map((item) => ({ ...item, element: telling(item.element) }));
  }
}

export const dataProvider = new Provider(
  {
    endpointUrl: page.endpoint,
    queryMethod: "POST",
    prepareLabels: async (iris) =>
      new Map(
        [...iris]
          .filter((iri) => labels.has(iri))
          .map((iri) => [iri, Object.entries(labels.get(iri)).map(([language, text]) => factory.literal(text, language))]),
      ),
  },
  settings,
);
