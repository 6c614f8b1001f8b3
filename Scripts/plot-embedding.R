#!/usr/bin/env Rscript
# Draws a map that `analyze embed` wrote: Rscript plot-embedding.R embedding.csv embedding.png
# Reads the columns x and y, and label for the colours if there is one. Needs ggplot2.
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 2) {
  message("usage: Rscript plot-embedding.R embedding.csv embedding.png")
  quit(status = 64)
}
library(ggplot2)

map <- read.csv(arguments[1])
picture <- if ("label" %in% names(map)) {
  ggplot(map, aes(x, y, colour = factor(label))) + labs(colour = NULL)
} else {
  ggplot(map, aes(x, y))
}
picture <- picture + geom_point(size = 0.6) + coord_equal() + theme_void() +
  guides(colour = guide_legend(override.aes = list(size = 3)))
ggsave(arguments[2], picture, width = 7, height = 7, dpi = 110, bg = "white")
