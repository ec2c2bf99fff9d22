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

export const dataProvider = new Reactodia.SparqlDataProvider(
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
