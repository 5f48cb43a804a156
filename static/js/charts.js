// A chart is drawn by the server. When somebody points at it, taps it or asks for its values,
// plotly.js is loaded and lays the same bars over the drawing, with values to point at. When the
// room changes or the page is printed, the server's drawing stands there alone again. The dots of a
// strip lie over one another: of its axis a part can be looked at more closely.
(() => {
  const LIBRARY = document.currentScript.dataset.plotly;
  const INK = "#101820";
  const REST = 150; // milliseconds: who only passes by with the pointer loads nothing

  const policy = window.trustedTypes?.createPolicy("charts", {
    createScriptURL: (address) => {
      if (address !== LIBRARY) throw new TypeError("Not our library");
      return address;
    },
  });

  const NOT_LOADED = "The values could not be loaded. Try again in a moment.";
  const NOT_OF_THIS_PAGE = "The figures have changed since this page was opened. Load it again.";

  // What did not come once, as in a tunnel, is asked for anew the next time.
  let library;
  function load() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = policy ? policy.createScriptURL(LIBRARY) : LIBRARY;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => {
        library = undefined;
        reject(new Error(NOT_LOADED));
      };
      document.head.append(script);
    });
    return library;
  }

  // Where each area's bar stands on the page: plotly's bars lie exactly over them.
  function places(drawing, spec) {
    const top = drawing.getBoundingClientRect().top;
    const found = new Map();
    const lines = drawing.querySelector(".lines");
    if (lines) {
      const at = lines.getBoundingClientRect().top - top;
      return new Map(spec.layout.meta.areas.map((area) => [area, at]));
    }
    for (const row of drawing.querySelectorAll(".bars__row")) {
      const bar = row.querySelector(".bars__bar").getBoundingClientRect();
      found.set(row.querySelector(".bars__name").textContent.trim(), bar.top - top + bar.height / 2);
    }
    return found;
  }

  function dataOver(drawing, spec) {
    const at = places(drawing, spec);
    return spec.data.map((trace) => ({
      ...trace,
      y: trace.y.map((area, index) => at.get(area) - (trace.meta.rise?.[index] ?? 0)),
      hovertext: trace.customdata.map((says, index) => `${trace.y[index]}<br>${says}`),
      hovertemplate: "%{hovertext}<extra></extra>",
    }));
  }

  function layoutOver(drawing, spec) {
    const { left, right, width, height } = drawing.getBoundingClientRect();
    const bar = drawing.querySelector(".bars__bar, .lines").getBoundingClientRect();
    const font = { family: getComputedStyle(document.body).fontFamily, size: 16, color: INK };
    const isFixed = spec.layout.meta.kind !== "strip";
    return {
      barmode: spec.layout.barmode,
      width,
      height,
      autosize: false,
      font,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: bar.left - left, r: right - bar.right, t: 0, b: 0, pad: 0 },
      xaxis: {
        range: spec.layout.xaxis.range,
        visible: false,
        fixedrange: isFixed,
        ticksuffix: "%",
        ticklabelposition: "inside",
        zeroline: false,
      },
      yaxis: { range: [height, 0], visible: false, fixedrange: true },
      hoverlabel: { bgcolor: INK, bordercolor: INK, font: { ...font, color: "#FFFFFF" } },
      hovermode: "closest",
      // A finger that is drawn over it scrolls the page.
      dragmode: !isFixed && matchMedia("(pointer: fine)").matches ? "zoom" : false,
      showlegend: false,
    };
  }

  const config = { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false };

  class Explored {
    constructor(drawing) {
      this.drawing = drawing;
      this.key = drawing.dataset.chart;
      this.button = document.querySelector(`[data-explore="${CSS.escape(this.key)}"]`);
    }

    // What lies over the drawing, asked for once. Not of a page that has changed since.
    async values() {
      this.asked ??= fetch(this.drawing.dataset.values).then((answer) => answer.json());
      try {
        this.spec = await this.asked;
      } catch (error) {
        this.asked = undefined;
        throw error;
      }
      const figure = this.drawing.closest("figure");
      return figure.querySelector(".chart__summary").textContent === this.spec.summary;
    }

    // Why there are no values to point at, if there are none.
    async start() {
      if (this.layer) return "";
      this.layer = document.createElement("div");
      this.layer.className = "chart__layer";
      try {
        const [Plotly, isOfThisPage] = await Promise.all([load(), this.values()]);
        if (!this.layer) return "";
        if (isOfThisPage) return await this.show(Plotly);
        this.layer = undefined;
        return NOT_OF_THIS_PAGE;
      } catch {
        this.layer?.remove();
        this.layer = undefined;
        return NOT_LOADED;
      }
    }

    async show(Plotly) {
      this.drawing.append(this.layer);
      const { drawing, spec } = this;
      await Plotly.newPlot(this.layer, dataOver(drawing, spec), layoutOver(drawing, spec), config);
      this.listen(Plotly);
      this.listenToKey(Plotly);
      if (spec.layout.meta.kind === "strip") this.listenToZoom(Plotly);
      drawing.dataset.live = "true";
      return "";
    }

    // Arrow keys go from part to part, row by row; what each says is also read out.
    listen(Plotly) {
      this.layer.tabIndex = 0;
      this.layer.setAttribute("role", "group");
      this.layer.setAttribute("aria-label", "Values of the chart: move with the arrow keys");
      this.said = document.createElement("p");
      this.said.className = "govuk-visually-hidden";
      this.said.setAttribute("aria-live", "polite");
      this.drawing.append(this.said);
      const parts = this.parts();
      let row = 0;
      let part = -1;
      this.layer.addEventListener("keydown", (event) => {
        const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
        const by = step[event.key];
        if (!by) return;
        event.preventDefault();
        row = Math.min(Math.max(row + by[0], 0), parts.length - 1);
        part = Math.min(Math.max(part + by[1], 0), parts[row].length - 1);
        const { curveNumber, pointNumber, says } = parts[row][part];
        Plotly.Fx.hover(this.layer, [{ curveNumber, pointNumber }]);
        this.said.textContent = says;
      });
    }

    // Of each row its parts from left to right.
    parts() {
      const rows = new Map(this.spec.layout.meta.areas.map((area) => [area, []]));
      this.spec.data.forEach((trace, curveNumber) => {
        trace.y.forEach((area, pointNumber) => {
          const says = `${area}: ${trace.customdata[pointNumber]}`;
          const at = trace.base?.[pointNumber] ?? trace.x[pointNumber];
          rows.get(area).push({ curveNumber, pointNumber, says, at });
        });
      });
      const filled = [...rows.values()].filter((row) => row.length);
      return filled.map((row) => row.sort((one, two) => one.at - two.at));
    }

    // The lines of the key hide and show what they stand for.
    listenToKey(Plotly) {
      for (const line of this.drawing.parentElement.querySelectorAll(".scale li")) {
        const index = this.spec.data.findIndex((trace) => trace.name === line.textContent.trim());
        if (index < 0) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "scale__button";
        button.setAttribute("aria-pressed", "true");
        button.append(...line.childNodes);
        line.append(button);
        button.addEventListener("click", () => {
          const isShown = button.getAttribute("aria-pressed") !== "true";
          button.setAttribute("aria-pressed", String(isShown));
          Plotly.restyle(this.layer, { visible: isShown }, [index]);
        });
      }
    }

    // Drawn over with the mouse, or by buttons for everybody: around the part that was told last.
    listenToZoom(Plotly) {
      const { layer, drawing, spec } = this;
      const whole = spec.layout.xaxis.range;
      let last = (whole[0] + whole[1]) / 2;
      layer.on("plotly_hover", ({ points }) => {
        last = points[0].x;
      });
      layer.on("plotly_relayout", (change) => {
        if (!Object.keys(change).some((name) => name.startsWith("xaxis.range"))) return;
        const isZoomed = layer.layout.xaxis.range.some((end, index) => end !== whole[index]);
        drawing.toggleAttribute("data-zoomed", isZoomed);
        const shapes = isZoomed ? spec.layout.shapes : [];
        Plotly.relayout(layer, { "xaxis.visible": isZoomed, shapes });
      });
      const closer = () => {
        const [low, high] = layer.layout.xaxis.range;
        const quarter = (high - low) / 4;
        return [last - quarter, last + quarter];
      };
      this.zooms = Object.entries({ Closer: closer, "Whole axis": () => whole.slice() }).map(
        ([label, range]) => {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "chart__button";
          button.textContent = label;
          button.addEventListener("click", () => {
            Plotly.relayout(layer, { "xaxis.range": range() });
          });
          return button;
        },
      );
      this.button.after(...this.zooms);
    }

    stop() {
      if (!this.layer) return;
      window.Plotly?.purge(this.layer);
      this.layer.remove();
      this.said?.remove();
      for (const button of this.drawing.parentElement.querySelectorAll(".scale__button")) {
        button.replaceWith(...button.childNodes);
      }
      for (const button of this.zooms ?? []) button.remove();
      this.layer = undefined;
      delete this.drawing.dataset.live;
      delete this.drawing.dataset.zoomed;
    }
  }

  for (const drawing of document.querySelectorAll("[data-chart]")) {
    const explored = new Explored(drawing);
    let resting;
    drawing.addEventListener("pointerenter", () => {
      resting = setTimeout(() => explored.start(), REST);
    });
    drawing.addEventListener("pointerleave", () => clearTimeout(resting));
    drawing.addEventListener("click", () => explored.start());

    const { button } = explored;
    button.hidden = false;
    const why = document.createElement("span");
    why.setAttribute("role", "status");
    button.addEventListener("focus", () => {
      Promise.all([load(), explored.values()]).catch(() => {});
    });
    button.addEventListener("click", async () => {
      why.textContent = "";
      button.after(why);
      why.textContent = await explored.start();
      explored.layer?.focus();
    });

    let width = drawing.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(drawing.clientWidth - width) < 2) return;
      width = drawing.clientWidth;
      explored.stop();
    }).observe(drawing);
    window.addEventListener("beforeprint", () => explored.stop());
  }
})();
