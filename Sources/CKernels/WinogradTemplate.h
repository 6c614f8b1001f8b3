// The kernels of Winograd.h for one scalar type and one instruction set. Included by Winograd.c once for each, with
//   SCALAR, LANES  the scalar and how many a vector holds
//   NAME(x)        x with the suffix of this variant
//   TARGET         the attribute that allows the instructions

#define INLINE static inline __attribute__((always_inline)) TARGET
#define VECTOR NAME(winograd_vector)
#define LOOSE NAME(winograd_loose)
#define LOAD(p) ((VECTOR) * (const LOOSE *)(p))
#define STORE(p, v) (*(LOOSE *)(p) = (LOOSE)(v))

typedef SCALAR VECTOR __attribute__((vector_size(LANES * sizeof(SCALAR))));
// The same at any address.
typedef SCALAR LOOSE __attribute__((vector_size(LANES * sizeof(SCALAR)), aligned(sizeof(SCALAR))));

// Of a pair of vectors: every other lane; and the lanes of both in turns, first half and last half.
#if LANES == 16
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif LANES == 8
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#elif LANES == 4
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#else
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 2)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif

// Copies as vectors, the last one beginning early.
INLINE void NAME(copy)(const SCALAR *source, SCALAR *target, int32_t count) {
  if (count < LANES) {
    for (int32_t i = 0; i < count; i++) target[i] = source[i];
    return;
  }
  for (int32_t i = 0; i < count - LANES; i += LANES) STORE(target + i, LOAD(source + i));
  STORE(target + count - LANES, LOAD(source + count - LANES));
}

// target[rows][pitch] = a plane from (top, left) on, zero outside it. left <= 0.
INLINE void NAME(pad)(const fathom_winograd_block *block, const SCALAR *plane, SCALAR *target, int32_t rows, int32_t pitch) {
  const int32_t before = -block->left, room = pitch - before;
  const int32_t count = block->width < room ? block->width : room;
  for (int32_t r = 0; r < rows; r++, target += pitch) {
    const int32_t row = block->top + r;
    if (row < 0 || row >= block->height) {
      for (int32_t i = 0; i < pitch; i++) target[i] = 0;
      continue;
    }
    for (int32_t i = 0; i < before; i++) target[i] = 0;
    NAME(copy)(plane + (ptrdiff_t)row * block->width, target + before, count);
    for (int32_t i = before + count; i < pitch; i++) target[i] = 0;
  }
}

// A row of tiles is taken LANES at a time. The last vector of a row that is long enough begins early; in a shorter row it runs over the end,
// into what is written later.
INLINE int32_t NAME(first_tile)(int32_t wanted, int32_t columns) {
  const int32_t last = columns - LANES;
  return wanted <= last || last < 0 ? wanted : last;
}

INLINE void NAME(input_tiles)(const SCALAR *source, ptrdiff_t pitch, SCALAR *target, ptrdiff_t place) {
  // Down the columns first: [4 results][x, x + LANES, and both two to the right].
  VECTOR down[4][4];
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    const SCALAR *at = source + (i & 1) * LANES + (i >> 1) * 2;
    const VECTOR d0 = LOAD(at), d1 = LOAD(at + pitch), d2 = LOAD(at + 2 * pitch), d3 = LOAD(at + 3 * pitch);
    down[0][i] = d0 - d2;
    down[1][i] = d1 + d2;
    down[2][i] = d2 - d1;
    down[3][i] = d1 - d3;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < 4; r++) {
    const VECTOR d0 = EVEN(down[r][0], down[r][1]), d1 = ODD(down[r][0], down[r][1]);
    const VECTOR d2 = EVEN(down[r][2], down[r][3]), d3 = ODD(down[r][2], down[r][3]);
    STORE(target + (4 * r + 0) * place, d0 - d2);
    STORE(target + (4 * r + 1) * place, d1 + d2);
    STORE(target + (4 * r + 2) * place, d2 - d1);
    STORE(target + (4 * r + 3) * place, d1 - d3);
  }
}

static TARGET void NAME(winograd_input)(const fathom_winograd_block *block, const SCALAR *source, SCALAR *scratch, SCALAR *target,
                                        ptrdiff_t row, ptrdiff_t place) {
  const int32_t pitch = 2 * block->columns + 2;
  for (int32_t channel = 0; channel < block->channels; channel++) {
    SCALAR *to = target + channel * row;
    for (int32_t image = 0; image < block->images; image++) {
      const SCALAR *plane = source + image * block->image_stride + (ptrdiff_t)channel * block->height * block->width;
      NAME(pad)(block, plane, scratch, 2 * block->rows + 2, pitch);
      for (int32_t r = 0; r < block->rows; r++, to += block->columns) {
        for (int32_t wanted = 0; wanted < block->columns; wanted += LANES) {
          const int32_t column = NAME(first_tile)(wanted, block->columns);
          NAME(input_tiles)(scratch + 2 * r * pitch + 2 * column, pitch, to + column, place);
        }
      }
    }
  }
}

// Writes or adds the first `count` scalars of a pair of vectors.
INLINE void NAME(put)(SCALAR *target, VECTOR first, VECTOR last, int32_t count, int add) {
  if (count >= 2 * LANES) {
    STORE(target, add ? LOAD(target) + first : first);
    STORE(target + LANES, add ? LOAD(target + LANES) + last : last);
  } else if (count >= LANES) {
    SCALAR lanes[LANES];
    STORE(target, add ? LOAD(target) + first : first);
    STORE(lanes, last);
    for (int32_t i = LANES; i < count; i++) target[i] = add ? target[i] + lanes[i - LANES] : lanes[i - LANES];
  } else {
    SCALAR lanes[LANES];
    STORE(lanes, first);
    for (int32_t i = 0; i < count; i++) target[i] = add ? target[i] + lanes[i] : lanes[i];
  }
}

INLINE void NAME(output_tiles)(const SCALAR *products, ptrdiff_t place, SCALAR bias, SCALAR *target, ptrdiff_t pitch, int32_t rows,
                               int32_t count, int add) {
  VECTOR down[2][4];
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    const VECTOR m0 = LOAD(products + i * place), m1 = LOAD(products + (4 + i) * place),
                 m2 = LOAD(products + (8 + i) * place), m3 = LOAD(products + (12 + i) * place);
    down[0][i] = m0 + m1 + m2;
    down[1][i] = m1 - m2 - m3;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < 2; r++) {
    if (r < rows) {
      const VECTOR left = down[r][0] + down[r][1] + down[r][2] + bias, right = down[r][1] - down[r][2] - down[r][3] + bias;
      NAME(put)(target + r * pitch, FIRST_PAIRS(left, right), LAST_PAIRS(left, right), count, add);
    }
  }
}

static TARGET void NAME(winograd_output)(const fathom_winograd_block *block, const SCALAR *products, ptrdiff_t row, ptrdiff_t place,
                                         const SCALAR *bias, SCALAR *target, int add) {
  const int32_t width = block->width;
  for (int32_t channel = 0; channel < block->channels; channel++) {
    const SCALAR *from = products + channel * row;
    for (int32_t image = 0; image < block->images; image++) {
      SCALAR *plane = target + image * block->image_stride + (ptrdiff_t)channel * block->height * width;
      for (int32_t r = 0; r < block->rows; r++, from += block->columns) {
        const int32_t top = block->top + 2 * r;
        for (int32_t wanted = 0; wanted < block->columns; wanted += LANES) {
          // Vectors overlap only where the second of two writes the same again.
          const int32_t column = add ? wanted : NAME(first_tile)(wanted, block->columns);
          NAME(output_tiles)(from + column, place, bias ? bias[channel] : 0, plane + (ptrdiff_t)top * width + 2 * column, width,
                             block->height - top, width - 2 * column, add);
        }
      }
    }
  }
}

// target[pixels][row] = source[channels][pixels] transposed, whose channels stand `plane` apart.
INLINE void NAME(transpose)(const SCALAR *source, ptrdiff_t plane, int32_t channels, int32_t pixels, SCALAR *target, ptrdiff_t row) {
  if (channels < LANES || pixels < LANES) {
    for (int32_t c = 0; c < channels; c++)
      for (int32_t p = 0; p < pixels; p++) target[p * row + c] = source[c * plane + p];
    return;
  }
  for (int32_t wanted_pixel = 0; wanted_pixel < pixels; wanted_pixel += LANES) {
    const int32_t p = NAME(first_tile)(wanted_pixel, pixels);
    for (int32_t wanted = 0; wanted < channels; wanted += LANES) {
      const int32_t c = NAME(first_tile)(wanted, channels);
      VECTOR x[LANES], y[LANES];
#pragma clang loop unroll(full)
      for (int i = 0; i < LANES; i++) x[i] = LOAD(source + (c + i) * plane + p);
      // Each round takes the two halves of the rows in turns; after log2(LANES) rounds, rows have become columns.
#pragma clang loop unroll(full)
      for (int round = 1; round < LANES; round *= 2) {
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES / 2; i++) {
          y[2 * i] = FIRST_PAIRS(x[i], x[i + LANES / 2]);
          y[2 * i + 1] = LAST_PAIRS(x[i], x[i + LANES / 2]);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES; i++) x[i] = y[i];
      }
#pragma clang loop unroll(full)
      for (int i = 0; i < LANES; i++) STORE(target + (p + i) * row + c, x[i]);
    }
  }
}

// scratch[2 * rows][2 * columns][row] = one image, channels innermost, zero outside it.
INLINE void NAME(channels_innermost)(const fathom_winograd_block *block, const SCALAR *image, SCALAR *scratch, ptrdiff_t row) {
  const int32_t width = block->width, pitch = 2 * block->columns, height = block->height - block->top;
  const int32_t rows = height < 2 * block->rows ? height : 2 * block->rows;
  const ptrdiff_t plane = (ptrdiff_t)block->height * width;
  const int32_t unused = (int32_t)(row - block->channels);
  if (unused > 0 || rows < 2 * block->rows || width < pitch)
    memset(scratch, 0, (size_t)(2 * block->rows * pitch * row) * sizeof(SCALAR));
  const SCALAR *from = image + (ptrdiff_t)block->top * width;
  if (width == pitch) {
    NAME(transpose)(from, plane, block->channels, rows * width, scratch, row);
  } else {
    for (int32_t r = 0; r < rows; r++)
      NAME(transpose)(from + r * width, plane, block->channels, width, scratch + r * pitch * row, row);
  }
}

static TARGET void NAME(winograd_gradient)(const fathom_winograd_block *block, const SCALAR *source, SCALAR *scratch, SCALAR *target,
                                           ptrdiff_t row, ptrdiff_t place, SCALAR *sums) {
  const ptrdiff_t pitch = 2 * block->columns * row;
  for (int32_t image = 0; image < block->images; image++) {
    NAME(channels_innermost)(block, source + image * block->image_stride, scratch, row);
    for (int32_t r = 0; r < block->rows; r++) {
      for (int32_t channel = 0; channel < row; channel += LANES) {
        const SCALAR *from = scratch + 2 * r * pitch + channel;
        SCALAR *to = target + (ptrdiff_t)r * block->columns * row + channel;
        VECTOR sum = {0};
        for (int32_t column = 0; column < block->columns; column++, from += 2 * row, to += row) {
          VECTOR down[4][2];
#pragma clang loop unroll(full)
          for (int i = 0; i < 2; i++) {
            const VECTOR d0 = LOAD(from + i * row), d1 = LOAD(from + i * row + pitch);
            down[0][i] = d0;
            down[1][i] = d0 + d1;
            down[2][i] = d0 - d1;
            down[3][i] = -d1;
          }
          sum += down[1][0] + down[1][1];
#pragma clang loop unroll(full)
          for (int i = 0; i < 4; i++) {
            STORE(to + (4 * i + 0) * place, down[i][0]);
            STORE(to + (4 * i + 1) * place, down[i][0] + down[i][1]);
            STORE(to + (4 * i + 2) * place, down[i][0] - down[i][1]);
            STORE(to + (4 * i + 3) * place, -down[i][1]);
          }
        }
        STORE(sums + channel, LOAD(sums + channel) + sum);
      }
    }
    target += (ptrdiff_t)block->rows * block->columns * row;
  }
}

#undef INLINE
#undef VECTOR
#undef LOOSE
#undef LOAD
#undef STORE
#undef EVEN
#undef ODD
#undef FIRST_PAIRS
#undef LAST_PAIRS
#undef SCALAR
#undef LANES
#undef NAME
#undef TARGET
