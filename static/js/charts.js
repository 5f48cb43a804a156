// Draws every chart of a page from the JSON beside it. Colours and values come from there; how all
// charts look is here, once.
(() => {
  const FONT = getComputedStyle(document.body).fontFamily;
  const INK = "#101820";
  const QUIET = "#4A5763";
  const LINE = "#DBE2E8";
  const NARROW = 560;
  const PAPER = 680; // of an A4 page, as in _print.scss

  const axis = (more) => ({
    automargin: true,
    fixedrange: true,
    gridcolor: LINE,
    linecolor: LINE,
    zerolinecolor: INK,
    zerolinewidth: 1,
    ticks: "",
    tickfont: { color: INK },
    ...more,
  });

  const merge = (one, two) => {
    const both = { ...one };
    for (const [key, value] of Object.entries(two ?? {})) {
      const nested = value && typeof value === "object" && !Array.isArray(value);
      both[key] = nested ? merge(both[key] ?? {}, value) : value;
    }
    return both;
  };

  // A label of two or more words may take two lines where there is little room.
  const folded = (label, room) => {
    if (typeof label !== "string" || label.length <= room) return label;
    const words = label.split(" ");
    const lines = [""];
    for (const word of words) {
      const line = lines[lines.length - 1];
      if (line && `${line} ${word}`.length > room && lines.length < 3) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines.join("<br>");
  };

  // Characters in a line of a label: long ones get more, so that they need three lines at most.
  const roomFor = (label, width) => {
    const least = width < 420 ? 15 : width < NARROW ? 22 : 40;
    return Math.max(least, Math.ceil(String(label).length / 3) + 3);
  };

  function layoutFor(spec, width, height) {
    const narrow = width < NARROW;
    const horizontal = spec.data.some((trace) => trace.orientation === "h");
    const base = {
      width,
      height,
      autosize: false,
      font: { family: FONT, size: narrow ? 13 : 16, color: INK },
      paper_bgcolor: "#FFFFFF",
      plot_bgcolor: "#FFFFFF",
      margin: { l: 8, r: 16, t: 8, b: 8, pad: narrow ? 6 : 10 },
      xaxis: axis({ tickfont: { color: QUIET }, showgrid: true }),
      yaxis: axis({ showgrid: !horizontal, zeroline: !horizontal }),
      hoverlabel: { bgcolor: INK, bordercolor: INK, font: { family: FONT, color: "#FFFFFF" } },
      showlegend: false,
      dragmode: false,
      colorway: ["#12436D", "#28A197", "#801650", "#F46A25"],
      // A count that its segment has no room for is left to the table.
      uniformtext: { minsize: narrow ? 11 : 13, mode: "hide" },
    };
    const layout = merge(base, spec.layout);
    if (spec.layout.meta?.kind === "diverging") layout.yaxis.showline = false;
    if (horizontal) {
      const names = [...new Set(spec.data.flatMap((trace) => trace.y ?? []))];
      layout.yaxis.tickvals = names;
      layout.yaxis.ticktext = names.map((name) => folded(name, roomFor(name, width)));
    }
    return layout;
  }

  const config = { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false };

  function draw(element, spec, width = element.clientWidth) {
    if (!width) return;
    const layout = layoutFor(spec, width, element.clientHeight);
    Plotly.react(element, structuredClone(spec.data), layout, config);
  }

  // Plotly would paint by way of a blob: address, which the page's policy keeps out of images.
  async function painted(drawing, width, height) {
    const image = new Image(width, height);
    image.src = drawing;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png");
  }

  // The picture stands by itself: it carries title, key and source.
  async function download(element, spec, format) {
    const width = 1000;
    const height = Math.max(element.clientHeight, 200) + 186;
    const layout = layoutFor(spec, width, height);
    const wrap = (text, room) => {
      const lines = [""];
      for (const word of text.split(" ")) {
        const line = lines[lines.length - 1];
        if (line.length + word.length > room) lines.push(word);
        else lines[lines.length - 1] = line ? `${line} ${word}` : word;
      }
      return lines.join("<br>");
    };
    Object.assign(layout, {
      title: {
        text: wrap(element.dataset.title, 80),
        font: { size: 22, color: INK, weight: 700 },
        x: 0,
        xref: "container",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
        pad: { l: 24, t: 22 },
      },
      showlegend: spec.data.length > 1,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", traceorder: "normal" },
      margin: { ...layout.margin, t: spec.data.length > 1 ? 120 : 96, b: 80, l: 24, r: 24 },
      annotations: [
        ...(layout.annotations ?? []),
        {
          text: wrap(element.dataset.source, 120),
          showarrow: false,
          align: "right",
          font: { size: 13, color: QUIET },
          x: 1,
          xref: "paper",
          xanchor: "right",
          y: 0,
          yref: "paper",
          yanchor: "top",
          yshift: -30,
        },
      ],
    });
    const drawing = await Plotly.toImage(
      { data: structuredClone(spec.data), layout, config },
      { format: "svg", width, height },
    );
    const link = document.createElement("a");
    link.href = format === "svg" ? drawing : await painted(drawing, width, height);
    link.download = `${element.dataset.chart}.${format}`;
    document.body.append(link);
    link.click();
    link.remove();
  }

  for (const element of document.querySelectorAll("[data-chart]")) {
    const key = element.dataset.chart;
    const spec = JSON.parse(document.getElementById(key).textContent);
    draw(element, spec);
    element.dataset.drawn = "true";

    let drawnAt = element.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(element.clientWidth - drawnAt) < 2) return;
      drawnAt = element.clientWidth;
      requestAnimationFrame(() => draw(element, spec));
    }).observe(element);

    window.addEventListener("beforeprint", () => draw(element, spec, PAPER));
    window.addEventListener("afterprint", () => draw(element, spec));

    const downloads = document.querySelector(`[data-chart-downloads="${CSS.escape(key)}"]`);
    if (downloads) {
      downloads.hidden = false;
      for (const button of downloads.querySelectorAll("button")) {
        button.addEventListener("click", () => download(element, spec, button.dataset.format));
      }
    }
  }
})();
