# Draws a map that `analyze embed` wrote: gnuplot -c plot-embedding.gp embedding.csv embedding.png
# Reads the columns x and y, and label for the colours if the labels are numbers.
if (ARGC != 2) { print "usage: gnuplot -c plot-embedding.gp embedding.csv embedding.png"; exit status 64 }
set terminal pngcairo size 800,800
set output ARG2
set datafile separator ","
set size ratio -1
unset key
unset border
unset tics
unset colorbox
set palette maxcolors 10
set palette defined (0 "#1f77b4", 1 "#ff7f0e", 2 "#2ca02c", 3 "#d62728", 4 "#9467bd", \
  5 "#8c564b", 6 "#e377c2", 7 "#7f7f7f", 8 "#bcbd22", 9 "#17becf")
has_labels = system(sprintf("head -n 1 '%s' | grep -c -w label || true", ARG1)) + 0
if (has_labels) {
  plot ARG1 using "x":"y":"label" with points pointtype 7 pointsize 0.4 palette
} else {
  plot ARG1 using "x":"y" with points pointtype 7 pointsize 0.4
}
