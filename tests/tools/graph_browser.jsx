// A page of somebody else: Reactodia as it comes, over the SPARQL endpoint that the address names.
import * as Reactodia from "@reactodia/workspace";
import { createRoot } from "react-dom/client";

const endpointUrl = new URLSearchParams(location.search).get("endpoint");
const Layouts = Reactodia.defineLayoutWorker(() => new Worker("layout.js", { type: "module" }));

function Browser() {
  const { defaultLayout } = Reactodia.useWorker(Layouts);
  const { onMount } = Reactodia.useLoadedWorkspace(async ({ context, signal }) => {
    const dataProvider = new Reactodia.SparqlDataProvider({ endpointUrl }, Reactodia.OwlStatsSettings);
    await context.model.createNewDiagram({ dataProvider, signal });
  }, []);
  return (
    <Reactodia.Workspace ref={onMount} defaultLayout={defaultLayout} defaultLanguage="zh">
      <Reactodia.DefaultWorkspace />
    </Reactodia.Workspace>
  );
}

createRoot(document.body).render(<Browser />);
