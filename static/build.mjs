// Makes static/built: style sheets from scss, and the browser's scripts.
//
// The hashed static storage does not rewrite imports inside modules, so no built script imports
// another: two carry GOV.UK's components in themselves, and the rest are whole as they are.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const built = join(here, "built");

// GOV.UK Frontend, and each of its components, ends with its exports; as part of a script they are
// plain names.
const OF_GOVUK = {
  "govuk-frontend": "govuk-frontend.min.js",
  "govuk-frontend/skip-link": "components/skip-link/skip-link.bundle.mjs",
};

function withGovukFrontend(script) {
  const source = readFileSync(join(here, "js", script), "utf8");
  const [wanted, name] = /^import .* from "(govuk-frontend[^"]*)";\n/m.exec(source) ?? [];
  if (!wanted) throw new Error(`${script} no longer imports govuk-frontend`);
  const library = readFileSync(join(packages, "govuk-frontend/dist/govuk", OF_GOVUK[name]), "utf8");
  const names = library.replace(/export\s*\{[^}]*\};?\s*(\/\/# sourceMappingURL=.*)?\s*$/, "");
  if (names === library) throw new Error(`${OF_GOVUK[name]} no longer ends with its exports`);
  return `${names}\n${source.replace(wanted, "")}`;
}

const styles = (name) =>
  sass.compile(join(here, `scss/${name}.scss`), {
    loadPaths: [packages],
    quietDeps: true,
    style: "compressed",
  }).css;
rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, "css"), { recursive: true });
mkdirSync(join(built, "js"), { recursive: true });
for (const name of ["site", "admin"]) writeFileSync(join(built, `css/${name}.css`), styles(name));
for (const script of ["site.js", "components.js"]) {
  writeFileSync(join(built, "js", script), withGovukFrontend(script));
}
for (const script of ["building.js", "charts.js", "council-search.js", "handing-over.js", "returns.js"]) {
  copyFileSync(join(here, "js", script), join(built, "js", script));
}
copyFileSync(
  join(packages, "plotly.js-basic-dist-min/plotly-basic.min.js"),
  join(built, "js/plotly-basic.min.js"),
);

// One typeface everywhere: whole for pictures and paper, which are set where none is installed, and
// for pages the signs that they use, at 7 KB a weight. Any other sign comes from the reader's own.
const ASCII = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join("");
const SIGNS = `${ASCII}\u00a0£·±×é–—‘’“”•…›−→▲▼`;
const KEPT = { targetFormat: "woff2", preserveNameIds: [0, 13], keepFeatures: ["kern"], noHinting: true };
mkdirSync(join(built, "fonts"), { recursive: true });
for (const weight of ["400Regular", "700Bold"]) {
  const file = `SourceSans3_${weight}.ttf`;
  const whole = readFileSync(join(packages, "@expo-google-fonts/source-sans-3", weight, file));
  writeFileSync(join(built, "fonts", file), whole);
  writeFileSync(join(built, "fonts", `pages_${weight}.woff2`), await subsetFont(whole, SIGNS, KEPT));
}
