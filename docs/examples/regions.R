# Draws how sure each region's councils are of 30% on personal budgets, from the open data API.
#
#     Rscript regions.R https://surveys.example.org regions.png
#
# It needs the package jsonlite.

arguments <- commandArgs(trailingOnly = TRUE)
asked <- "round=ppf-2010&question=personal-budgets-30-percent-likelihood&option=very-likely"

# The figures of all pages: each names the next.
figures <- function(address) {
  pages <- list()
  while (!is.null(address)) {
    page <- jsonlite::fromJSON(address, flatten = TRUE)
    pages[[length(pages) + 1]] <- page$items
    address <- page[["next"]]
  }
  jsonlite::rbind_pages(pages)
}

every <- figures(paste0(arguments[1], "/data/api/figures/?", asked))
# What is hidden has no share, and is no zero: it is left out, and said to be.
regions <- every[every$area.kind == "region" & !is.na(every$share), ]
regions <- regions[order(regions$share), ]
told <- sprintf("%d of %d (%.0f%%)", regions$k, regions$n, 100 * regions$share)

png(arguments[2], width = 900, height = 500)
par(mar = c(6, 14, 2, 8))
bars <- barplot(
  100 * regions$share, names.arg = regions$area.name, horiz = TRUE, las = 1,
  col = "#12436D", border = NA, xlim = c(0, 100), xlab = "% of councils that answered"
)
text(100 * regions$share, bars, told, pos = 4, xpd = NA)
mtext(regions$source[1], side = 1, line = 4.5, cex = 0.7, adj = 1)
dev.off()
