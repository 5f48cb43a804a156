// Makes static/built: one style sheet from scss, and the browser's scripts.
//
// The hashed static storage does not rewrite imports inside modules, so no built script imports
// another: site.js carries the GOV.UK components in itself, and the rest are whole as they are.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const built = join(here, "built");

// GOV.UK Frontend ends with its exports; as part of a script they are plain names.
function withGovukFrontend(source) {
  const library = readFileSync(
    join(packages, "govuk-frontend/dist/govuk/govuk-frontend.min.js"),
    "utf8",
  );
  const names = library.replace(/export\s*\{[^}]*\};?\s*(\/\/# sourceMappingURL=.*)?\s*$/, "");
  if (names === library) throw new Error("govuk-frontend.min.js no longer ends with its exports");
  const wanted = /^import .* from "govuk-frontend";\n/m;
  if (!wanted.test(source)) throw new Error("site.js no longer imports govuk-frontend");
  return `${names}\n${source.replace(wanted, "")}`;
}

const styles = sass.compile(join(here, "scss/site.scss"), {
  loadPaths: [packages],
  quietDeps: true,
  style: "compressed",
});
const site = withGovukFrontend(readFileSync(join(here, "js/site.js"), "utf8"));

rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, "css"), { recursive: true });
mkdirSync(join(built, "js"), { recursive: true });
writeFileSync(join(built, "css/site.css"), styles.css);
writeFileSync(join(built, "js/site.js"), site);
for (const script of ["charts.js", "council-search.js", "handing-over.js", "returns.js"]) {
  copyFileSync(join(here, "js", script), join(built, "js", script));
}
copyFileSync(
  join(packages, "plotly.js-basic-dist-min/plotly-basic.min.js"),
  join(built, "js/plotly-basic.min.js"),
);

// The typeface of pictures, which are painted where no typeface is installed.
mkdirSync(join(built, "fonts"), { recursive: true });
for (const weight of ["400Regular", "700Bold"]) {
  const file = `SourceSans3_${weight}.ttf`;
  copyFileSync(join(packages, "@expo-google-fonts/source-sans-3", weight, file), join(built, "fonts", file));
}
