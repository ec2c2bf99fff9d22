// A colour for each kind of thing, the same as in the pages.
const COLOURS = {
  Plan: "#a8201a",
  Task: "#b8860b",
  Agency: "#1f4e79",
  Region: "#5e3a87",
  Indicator: "#22603a",
  Target: "#3d8b5a",
  Baseline: "#6b8f71",
  Document: "#5b5751",
  Section: "#8a7f70",
  Responsibility: "#4f7fb0",
  Evidence: "#a09888",
};

/** Reactodia's style for an element of these types. */
export function colourOf(types) {
  const name = types.map((iri) => iri.split("#").pop()).find((kind) => COLOURS[kind]);
  return name ? { color: COLOURS[name] } : undefined;
}
