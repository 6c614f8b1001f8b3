// Reading the potential and its gradient at the points. Included by Grid.c once per instruction set, with NAME.

// What is read at a point before its lanes are summed: potential, and derivatives along x and y in cells. Or the sums of such of several
// points, which share out the lanes.
#ifndef FATHOM_GRID_READ_COMMON
#define FATHOM_GRID_READ_COMMON
typedef struct readings {
  row value, along_x, along_y;
} readings;
#endif

INLINE readings NAME(read_one)(const cells *at, const float down[ORDER][BATCH], const float down_slope[ORDER][BATCH], int point,
                               const float *potential, ptrdiff_t stride) {
  const float *node = potential + (ptrdiff_t)at->row[point] * stride + at->column[point];
  row sum = {0}, sum_slope = {0};
  UNROLL for (int r = 0; r < ORDER; r++, node += stride) {
    row nodes = *(const unaligned_row *)node;
    sum += nodes * down[r][point], sum_slope += nodes * down_slope[r][point];
  }
  row across = NAME(polynomial)(spline, ORDER, at->x[point]), across_slope = NAME(polynomial)(slope, ORDER - 1, at->x[point]);
  return (readings){across * sum, across_slope * sum, across * sum_slope};
}

// Three rounds of adding halves: after them lane i holds the sum of the lanes of point i. Each function does one round for two operands.
INLINE row NAME(add_halves)(const int round, row a, row b) {
  if (round == 0)
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13) + __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
  if (round == 1)
    return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) + __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11) + __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}

INLINE readings NAME(combine)(const int round, readings a, readings b) {
  return (readings){NAME(add_halves)(round, a.value, b.value), NAME(add_halves)(round, a.along_x, b.along_x),
                    NAME(add_halves)(round, a.along_y, b.along_y)};
}

// Eight points, their readings in the lanes. The order of the calls keeps few vectors alive at a time.
INLINE readings NAME(read_eight)(const cells *at, const float down[ORDER][BATCH], const float down_slope[ORDER][BATCH], int first,
                                 const float *potential, ptrdiff_t stride) {
#define READ(i) NAME(read_one)(at, down, down_slope, first + i, potential, stride)
#define READ_TWO(i) NAME(combine)(0, READ(i), READ(i + 1))
#define READ_FOUR(i) NAME(combine)(1, READ_TWO(i), READ_TWO(i + 2))
  return NAME(combine)(2, READ_FOUR(0), READ_FOUR(4));
#undef READ
#undef READ_TWO
#undef READ_FOUR
}

// Cosine and sine of f turns for f in [0, 1], to 5e-5: polynomials fitted at Chebyshev's nodes.
INLINE void NAME(turn)(row f, row *cosine, row *sine) {
  row t = f - 0.5f, s = t * t;
  *cosine = -(0.999959f + s * (-19.730941f + s * (64.671404f + s * (-82.390524f + s * 45.620407f))));
  *sine = -t * (6.2830541f + s * (-41.331121f + s * (81.365468f + s * (-74.470789f + s * 32.768526f))));
}

static double NAME(read)(const fathom_grid_frame *frame, const fathom_grid_self *self, const float *points, ptrdiff_t count,
                         const float *potential, ptrdiff_t stride, float *forces) {
  float scale = -0.5f / 576 * frame->inverse_spacing;
  row_of_doubles totals = {0};
  for (ptrdiff_t start = 0; start < count; start += BATCH) {
    cells at;
    int n = count - start < BATCH ? (int)(count - start) : BATCH;
    if (n == BATCH) {
      NAME(locate)(frame, points + 2 * start, BATCH, &at);
    } else {
      at = (cells){0};
      NAME(locate)(frame, points + 2 * start, n, &at);
    }
    float down[ORDER][BATCH], down_slope[ORDER][BATCH];
    NAME(weights)(spline, ORDER, at.y, down), NAME(weights)(slope, ORDER - 1, at.y, down_slope);
    for (int first = 0; first < n; first += 8) {
      readings sums = NAME(read_eight)(&at, down, down_slope, first, potential, stride);
      row cosine_x, sine_x, cosine_y, sine_y;
      NAME(turn)(*(const unaligned_row *)(at.x + first), &cosine_x, &sine_x);
      NAME(turn)(*(const unaligned_row *)(at.y + first), &cosine_y, &sine_y);
      row value = sums.value * (1.0f / 576) - (self->potential[0] + self->potential[1] * (cosine_x + cosine_y) + self->potential[2] * cosine_x * cosine_y);
      row force_x = sums.along_x * scale - sine_x * (self->force[0] + self->force[1] * cosine_y);
      row force_y = sums.along_y * scale - sine_y * (self->force[0] + self->force[1] * cosine_x);
      float *to = forces + 2 * (start + first);
      if (first + 8 <= n) {
        *(unaligned_row *)to = __builtin_shufflevector(force_x, force_y, 0, 8, 1, 9, 2, 10, 3, 11);
        *(unaligned_row *)(to + 8) = __builtin_shufflevector(force_x, force_y, 4, 12, 5, 13, 6, 14, 7, 15);
        totals += __builtin_convertvector(value, row_of_doubles);
      } else {
        for (int i = 0; first + i < n; i++) to[2 * i] = force_x[i], to[2 * i + 1] = force_y[i], totals[i] += (double)value[i];
      }
    }
  }
  double total = 0;
  for (int i = 0; i < 8; i++) total += totals[i];
  return total;
}
