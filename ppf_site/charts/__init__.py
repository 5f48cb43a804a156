"""Charts: one value a chart, drawn on the page, as a picture of its own, and by plotly.js."""
