#include "CPages.h"

#include <string.h>

#if !defined(__has_embed)
#error "this compiler has no #embed: Clang 19 or later is needed, as it comes with Swift 6.2"
#endif

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page_css[] = {
#embed "Files/page.css"
};
static const unsigned char map_html[] = {
#embed "Files/map.html"
};
static const unsigned char data_js[] = {
#embed "Files/data.js"
};
static const unsigned char theme_js[] = {
#embed "Files/theme.js"
};
static const unsigned char painter_js[] = {
#embed "Files/painter.js"
};
static const unsigned char map_js[] = {
#embed "Files/map.js"
};
static const unsigned char controls_js[] = {
#embed "Files/controls.js"
};
static const unsigned char report_css[] = {
#embed "Files/report.css"
};
static const unsigned char histograms_js[] = {
#embed "Files/histograms.js"
};

static const struct {
  const char *name;
  const unsigned char *text;
  size_t count;
} files[] = {
  {"page.css", page_css, sizeof page_css}, {"map.html", map_html, sizeof map_html}, {"data.js", data_js, sizeof data_js},
  {"theme.js", theme_js, sizeof theme_js}, {"painter.js", painter_js, sizeof painter_js}, {"map.js", map_js, sizeof map_js},
  {"controls.js", controls_js, sizeof controls_js}, {"report.css", report_css, sizeof report_css},
  {"histograms.js", histograms_js, sizeof histograms_js},
};

const unsigned char *fathom_page_file(const char *name, size_t *count) {
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    if (strcmp(name, files[i].name) == 0) {
      *count = files[i].count;
      return files[i].text;
    }
  }
  return NULL;
}
