// What the server put into the page for its script.

export const page = JSON.parse(document.getElementById("page-data").textContent);

/** A text of the page in its language, with its {names} filled in. */
export function say(name, values = {}) {
  return page.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** An IRI with one of our prefixes where there is one. */
export function short(iri) {
  for (const [prefix, start] of Object.entries(page.prefixes)) {
    const rest = iri.startsWith(start) ? iri.slice(start.length) : null;
    if (rest && /^[\w-]+$/.test(rest)) return `${prefix}:${rest}`;
  }
  return iri;
}

/** Where a thing is shown: our own pages for our own things. */
export function pageOf(iri) {
  return iri.startsWith(page.base) ? page.here + "/" + iri.slice(page.base.length) : iri;
}

/** Hand the person a file made here. */
export function save(name, mediaType, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: mediaType }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
