// The kernels of Convolution.h for one scalar type and one instruction set. Included by Convolution.c once for each, with
//   SCALAR, LANES         the scalar and how many a vector holds
//   BLOCK                 filters side by side in the forward kernel, as many as there are registers for
//   OUT_BLOCK, TAP_BLOCK  filters and taps side by side in the weight kernel
//   NAME(x)               x with the suffix of this variant
//   TARGET                the attribute that allows the instructions

#define INLINE static inline __attribute__((always_inline)) TARGET
#define VECTOR NAME(vector)
#define LOOSE NAME(loose)

typedef SCALAR VECTOR __attribute__((vector_size(LANES * sizeof(SCALAR))));
// The same at any address.
typedef SCALAR LOOSE __attribute__((vector_size(LANES * sizeof(SCALAR)), aligned(sizeof(SCALAR))));

// Writes the lanes of vector v to their places, or adds them there, segment by segment.
static __attribute__((noinline)) TARGET void NAME(scatter)(const fathom_strip *strip, int32_t v, const SCALAR *lanes, SCALAR *plane,
                                                           int add) {
  const fathom_segment *segment = strip->segments + strip->first_segment[v];
  const fathom_segment *end = strip->segments + strip->first_segment[v + 1];
  const ptrdiff_t step = strip->step;
  for (; segment < end; segment++) {
    SCALAR *place = plane + segment->place;
    const SCALAR *from = lanes + segment->lane;
    if (add)
      for (int32_t i = 0; i < segment->count; i++) place[i * step] += from[i];
    else if (step == 1)
      for (int32_t i = 0; i < segment->count; i++) place[i] = from[i];
    else
      for (int32_t i = 0; i < segment->count; i++) place[i * step] = from[i];
  }
}

INLINE void NAME(store)(const fathom_strip *strip, int32_t v, VECTOR value, SCALAR *plane, int add) {
  const fathom_segment *segment = strip->segments + strip->first_segment[v];
  if (segment->count == LANES && strip->step == 1) {
    LOOSE *place = (LOOSE *)(plane + segment->place);
    *place = add ? *place + (LOOSE)value : (LOOSE)value;
  } else {
    SCALAR lanes[LANES];
    *(LOOSE *)lanes = (LOOSE)value;
    NAME(scatter)(strip, v, lanes, plane, add);
  }
}

// `width` filters x `span` vectors from vector `first` on, all sums in registers.
INLINE void NAME(tile)(const int width, const int span, const fathom_strip *strip, int32_t first, const SCALAR *source,
                       const int32_t *taps, int32_t depth, const SCALAR *weights, const SCALAR *bias, SCALAR *target,
                       int32_t filters, ptrdiff_t plane, int add) {
  VECTOR sums[8][4];
  const SCALAR *from[4];
#pragma clang loop unroll(full)
  for (int v = 0; v < span; v++) from[v] = source + strip->sources[first + v];
#pragma clang loop unroll(full)
  for (int o = 0; o < width; o++) {
    const SCALAR start = bias && o < filters ? bias[o] : 0;
#pragma clang loop unroll(full)
    for (int v = 0; v < span; v++) sums[o][v] = start - (VECTOR){0};
  }
  for (int32_t k = 0; k < depth; k++) {
    const ptrdiff_t tap = taps[k];
    VECTOR x[4];
#pragma clang loop unroll(full)
    for (int v = 0; v < span; v++) x[v] = (VECTOR) * (const LOOSE *)(from[v] + tap);
#pragma clang loop unroll(full)
    for (int o = 0; o < width; o++) {
      const SCALAR weight = weights[(ptrdiff_t)k * width + o];
#pragma clang loop unroll(full)
      for (int v = 0; v < span; v++) sums[o][v] += weight * x[v];
    }
  }
#pragma clang loop unroll(full)
  for (int o = 0; o < width; o++) {
    if (o < filters) {
#pragma clang loop unroll(full)
      for (int v = 0; v < span; v++) NAME(store)(strip, first + v, sums[o][v], target + o * plane, add);
    }
  }
}

INLINE void NAME(tiles)(const int width, const fathom_strip *strip, const SCALAR *source, const int32_t *taps, int32_t depth,
                        const SCALAR *weights, const SCALAR *bias, SCALAR *target, int32_t filters, ptrdiff_t plane, int add) {
  int32_t v = 0;
  while (v < strip->vectors) {
    const int32_t left = strip->vectors - v;
    // Three at a time; the last four as two and two.
    if (left >= 3 && left != 4) {
      NAME(tile)(width, 3, strip, v, source, taps, depth, weights, bias, target, filters, plane, add);
      v += 3;
    } else if (left >= 2) {
      NAME(tile)(width, 2, strip, v, source, taps, depth, weights, bias, target, filters, plane, add);
      v += 2;
    } else {
      NAME(tile)(width, 1, strip, v, source, taps, depth, weights, bias, target, filters, plane, add);
      v += 1;
    }
  }
}

static TARGET void NAME(correlate)(const fathom_strip *strip, const SCALAR *source, const int32_t *taps, int32_t depth,
                                   const SCALAR *weights, int32_t width, const SCALAR *bias, SCALAR *target, int32_t filters,
                                   ptrdiff_t plane, int add) {
  if (width == BLOCK)
    NAME(tiles)(BLOCK, strip, source, taps, depth, weights, bias, target, filters, plane, add);
  else
    NAME(tiles)(1, strip, source, taps, depth, weights, bias, target, filters, plane, add);
}

static TARGET void NAME(gather_strip)(const fathom_strip *strip, const SCALAR *source, int32_t channels, ptrdiff_t plane,
                                      SCALAR *target) {
  const ptrdiff_t step = strip->step;
  for (int32_t channel = 0; channel < channels; channel++) {
    const SCALAR *from = source + channel * plane;
    for (int32_t v = 0; v < strip->vectors; v++, target += LANES) {
      const fathom_segment *segment = strip->segments + strip->first_segment[v];
      const fathom_segment *end = strip->segments + strip->first_segment[v + 1];
      if (segment->count == LANES && step == 1) {
        *(LOOSE *)target = *(const LOOSE *)(from + segment->place);
        continue;
      }
      *(LOOSE *)target = (LOOSE){0};
      for (; segment < end; segment++) {
        const SCALAR *place = from + segment->place;
        SCALAR *to = target + segment->lane;
        for (int32_t i = 0; i < segment->count; i++) to[i] = place[i * step];
      }
    }
  }
}

// sums[o][k] += the sum over the lanes of vector (o, k).
static __attribute__((noinline)) TARGET void NAME(add_totals)(const SCALAR *lanes, int32_t filters, int32_t taps, int32_t depth,
                                                              SCALAR *sums) {
  for (int32_t o = 0; o < filters; o++) {
    for (int32_t k = 0; k < TAP_BLOCK && k < taps; k++) {
      const SCALAR *vector = lanes + (o * TAP_BLOCK + k) * LANES;
      SCALAR total = 0;
      for (int i = 0; i < LANES; i++) total += vector[i];
      sums[(ptrdiff_t)o * depth + k] += total;
    }
  }
}

// `height` filters x TAP_BLOCK taps, all sums in registers; those beyond `taps_left` are computed and dropped.
INLINE void NAME(weight_tile)(const int height, const fathom_strip *strip, const SCALAR *source, const int32_t *taps,
                              int32_t taps_left, int32_t depth, const SCALAR *gradient, int32_t filters_left, SCALAR *sums) {
  VECTOR acc[OUT_BLOCK][TAP_BLOCK];
  const SCALAR *from[TAP_BLOCK];
  const SCALAR *given[OUT_BLOCK];
#pragma clang loop unroll(full)
  for (int k = 0; k < TAP_BLOCK; k++) from[k] = source + taps[k < taps_left ? k : 0];
#pragma clang loop unroll(full)
  for (int o = 0; o < height; o++) {
    given[o] = gradient + (ptrdiff_t)(o < filters_left ? o : 0) * strip->vectors * LANES;
#pragma clang loop unroll(full)
    for (int k = 0; k < TAP_BLOCK; k++) acc[o][k] = (VECTOR){0};
  }
  for (int32_t v = 0; v < strip->vectors; v++) {
    const ptrdiff_t at = strip->sources[v];
    VECTOR g[OUT_BLOCK];
#pragma clang loop unroll(full)
    for (int o = 0; o < height; o++) g[o] = (VECTOR) * (const LOOSE *)(given[o] + (ptrdiff_t)v * LANES);
#pragma clang loop unroll(full)
    for (int k = 0; k < TAP_BLOCK; k++) {
      const VECTOR x = (VECTOR) * (const LOOSE *)(from[k] + at);
#pragma clang loop unroll(full)
      for (int o = 0; o < height; o++) acc[o][k] += g[o] * x;
    }
  }
  // By way of memory: a sum over lanes in place would take the registers that the loop above needs.
  SCALAR lanes[OUT_BLOCK * TAP_BLOCK * LANES];
#pragma clang loop unroll(full)
  for (int o = 0; o < height; o++) {
#pragma clang loop unroll(full)
    for (int k = 0; k < TAP_BLOCK; k++) *(LOOSE *)(lanes + (o * TAP_BLOCK + k) * LANES) = (LOOSE)acc[o][k];
  }
  NAME(add_totals)(lanes, height < filters_left ? height : filters_left, taps_left, depth, sums);
}

static TARGET void NAME(correlate_weights)(const fathom_strip *strip, const SCALAR *source, const int32_t *taps, int32_t depth,
                                           const SCALAR *gradient, int32_t filters, SCALAR *sums) {
  // Taps outside: their pixels stay in the first-level cache while the gradient streams by.
  for (int32_t k = 0; k < depth; k += TAP_BLOCK) {
    for (int32_t o = 0; o < filters; o += OUT_BLOCK) {
      const SCALAR *given = gradient + (ptrdiff_t)o * strip->vectors * LANES;
      SCALAR *to = sums + (ptrdiff_t)o * depth + k;
      if (filters == 1)
        NAME(weight_tile)(1, strip, source, taps + k, depth - k, depth, given, 1, to);
      else
        NAME(weight_tile)(OUT_BLOCK, strip, source, taps + k, depth - k, depth, given, filters - o, to);
    }
  }
}

#undef INLINE
#undef VECTOR
#undef LOOSE
#undef SCALAR
#undef LANES
#undef BLOCK
#undef OUT_BLOCK
#undef TAP_BLOCK
#undef NAME
#undef TARGET
