// The graph explorer: Reactodia's workspace over our SPARQL endpoint.
import * as Reactodia from "@reactodia/workspace";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import "./explorer.css";
import chinese from "./explorer.zh.json";
import { dataProvider } from "./provider.js";
import { colourOf } from "./colours.js";
import { page, pageOf, save, say } from "./page.js";

const Layouts = Reactodia.defineLayoutWorker(() => new Worker(page.layoutWorker, { type: "module" }));
const MOST_NEIGHBOURS = 60;

function Explorer() {
  const { defaultLayout, flowLayout, removeOverlaps } = Reactodia.useWorker(Layouts);
  const layered = async (graph, state) => removeOverlaps(graph, await flowLayout(graph, state, { preferredLinkLength: 130 }));
  const { onMount } = Reactodia.useLoadedWorkspace(async ({ context, signal }) => {
    globalThis.explorer = context; // for scripts in the browser's console, and for tests
    const { model, performLayout } = context;
    await model.createNewDiagram({ dataProvider, signal });
    for (const iri of page.start) model.createElement(iri);
    await model.requestData();
    for (const element of [...model.elements]) await expand(context, [element], null);
    await performLayout({ canvas: context.view.findAnyCanvas(), signal, animate: false });
    document.getElementById("explorer").dataset.ready = "true";
  }, []);
  return (
    <Reactodia.Workspace
      ref={onMount}
      defaultLayout={defaultLayout}
      defaultLanguage={page.language}
      translations={page.language === "zh" ? [chinese] : []}
      typeStyleResolver={colourOf}
    >
      <Reactodia.DefaultWorkspace
        navigator={{ expanded: false }}
        menu={
          <>
            <Reactodia.ToolbarActionExport kind="exportRaster" />
            <Reactodia.ToolbarActionExport kind="exportSvg" />
            <ExportData />
            <Reactodia.ToolbarActionClearAll />
          </>
        }
        actions={
          <>
            <Reactodia.ToolbarActionUndo />
            <Reactodia.ToolbarActionRedo />
            <Actions layouts={{ force: defaultLayout, flow: layered }} />
          </>
        }
      />
    </Reactodia.Workspace>
  );
}

/** Expand the chosen things by one step, narrowed to a type; lay out; hide a type. */
function Actions({ layouts }) {
  const context = Reactodia.useWorkspace();
  const [type, setType] = useState("");
  const [told, setTold] = useState("");
  const { canvas } = Reactodia.useCanvas();
  useEffect(() => {
    if (told) document.getElementById("explorer-told").textContent = told;
  }, [told]);
  const chosen = () => {
    const selected = context.model.selection.filter((cell) => cell instanceof Reactodia.EntityElement);
    return selected.length ? selected : context.model.elements.filter((one) => one instanceof Reactodia.EntityElement).slice(-1);
  };
  const layOut = (name) => context.performLayout({ canvas, layoutFunction: layouts[name] });
  return (
    <>
      <label className="explorer-type">
        <span className="unseen">{say("type")}</span>
        <select value={type} onChange={(event) => setType(event.target.value)}>
          <option value="">{say("allTypes")}</option>
          {page.classes.map(({ iri, label }) => (
            <option key={iri} value={iri}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Reactodia.ToolbarAction
        title={say("expandTitle")}
        onSelect={async () => {
          const { added, more } = await expand(context, chosen(), type || null);
          setTold(say(more ? "addedFirst" : "added", { added }));
          await context.performLayout({ canvas, animate: false });
        }}
      >
        {say("expand")}
      </Reactodia.ToolbarAction>
      <Reactodia.ToolbarAction title={say("hideTitle")} disabled={!type} onSelect={() => setTold(say("removed", { removed: hide(context, type) }))}>
        {say("hide")}
      </Reactodia.ToolbarAction>
      <Reactodia.ToolbarAction onSelect={() => layOut("force")}>{say("force")}</Reactodia.ToolbarAction>
      <Reactodia.ToolbarAction onSelect={() => layOut("flow")}>{say("flow")}</Reactodia.ToolbarAction>
    </>
  );
}

/** What is shown, as N-Triples. */
function ExportData() {
  const { model } = Reactodia.useWorkspace();
  return (
    <Reactodia.ToolbarAction
      onSelect={() => {
        const lines = [];
        for (const link of model.links) {
          const [from, to] = [model.getElement(link.sourceId), model.getElement(link.targetId)];
          if (from?.iri && to?.iri) lines.push(`<${from.iri}> <${link.typeId}> <${to.iri}> .`);
        }
        for (const element of model.elements) {
          for (const label of element.data?.properties?.["http://www.w3.org/2000/01/rdf-schema#label"] ?? []) {
            lines.push(`<${element.iri}> <http://www.w3.org/2000/01/rdf-schema#label> ${JSON.stringify(label.value)}@${label.language || "zh"} .`);
          }
        }
        save("zhengtu.nt", "application/n-triples", lines.sort().join("\n") + "\n");
      }}
    >
      {say("exportData")}
    </Reactodia.ToolbarAction>
  );
}

/**
 * Adds the neighbours of these elements. type: only those of this class, or null for all but quotes, which are many.
 * Returns how many are new, and whether more exist.
 */
async function expand({ model }, elements, type) {
  const known = new Set(model.elements.map((element) => element.iri));
  let [added, more] = [0, false];
  for (const element of elements) {
    const found = await dataProvider.lookup({ refElementId: element.iri, elementTypeId: type ?? undefined, limit: 2 * MOST_NEIGHBOURS });
    const wanted = found.map(({ element: data }) => data).filter((data) => isOurs(data, type) && !known.has(data.id));
    more ||= wanted.length > MOST_NEIGHBOURS || found.length >= 2 * MOST_NEIGHBOURS;
    for (const { id } of wanted.slice(0, MOST_NEIGHBOURS)) {
      known.add(id);
      const turn = 2.4 * added;
      const away = 150 + 12 * added;
      const { x, y } = element.position;
      model.createElement(id).setPosition({ x: x + away * Math.cos(turn), y: y + away * Math.sin(turn) });
      added += 1;
    }
  }
  await model.requestData();
  return { added, more };
}

function isOurs(data, type) {
  return data.id.startsWith(page.base) && (type !== null || !data.types.some((iri) => iri.endsWith("#Evidence")));
}

function hide({ model }, type) {
  const gone = model.elements.filter((element) => element.data?.types.includes(type));
  for (const element of gone) model.removeElement(element.id);
  return gone.length;
}

// A double click on a card opens the thing's page.
document.getElementById("explorer").addEventListener("dblclick", (event) => {
  const card = event.target.closest("[data-element-id]");
  const element = card && globalThis.explorer?.model.getElement(card.dataset.elementId);
  if (element?.iri) location.href = pageOf(element.iri);
});

createRoot(document.getElementById("explorer")).render(<Explorer />);
