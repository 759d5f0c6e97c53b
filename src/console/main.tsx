import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./theme/tokens.css";
import "./theme/page.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<App />);
