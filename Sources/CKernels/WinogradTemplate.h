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

// target[2 * columns + 2] = row r of a plane from (top, left) on, zero outside it. left <= 0.
INLINE void NAME(pad_row)(const fathom_winograd_block *block, const SCALAR *plane, int32_t r, SCALAR *target) {
  const int32_t pitch = 2 * block->columns + 2, before = -block->left, room = pitch - before, row = block->top + r;
  const int32_t seen = block->width < room ? block->width : room;
  const int32_t count = row < 0 || row >= block->height ? 0 : seen;
  for (int32_t i = 0; i < before; i++) target[i] = 0;
  if (count > 0) NAME(copy)(plane + (ptrdiff_t)row * block->width, target + before, count);
  for (int32_t i = before + count; i < pitch; i++) target[i] = 0;
}

// Tiles are taken LANES at a time. The last vector begins early where there are enough; where not, it runs over their end, into what is
// written later.
INLINE int32_t NAME(first_tile)(int32_t wanted, int32_t count) {
  const int32_t last = count - LANES;
  return wanted <= last || last < 0 ? wanted : last;
}

// The inputs of a tile's column j as the tiles' rows follow one another: parts[j][row * columns + column] = source[2 * column + j].
// Parts are `extent` apart.
INLINE void NAME(part_row)(const SCALAR *source, int32_t columns, SCALAR *parts, ptrdiff_t extent) {
  for (int32_t wanted = 0; wanted < columns; wanted += LANES) {
    const int32_t column = NAME(first_tile)(wanted, columns);
    const SCALAR *from = source + 2 * column;
    const VECTOR a = LOAD(from), b = LOAD(from + LANES), c = LOAD(from + 2), d = LOAD(from + 2 + LANES);
    STORE(parts + column, EVEN(a, b));
    STORE(parts + column + extent, ODD(a, b));
    STORE(parts + column + 2 * extent, EVEN(c, d));
    STORE(parts + column + 3 * extent, ODD(c, d));
  }
}

// Bᵀ d B of a vector of tiles, whose rows of inputs i = 0, 2 and i = 1, 3 stand `columns` apart in `even` and in `odd`.
INLINE void NAME(input_tiles)(const SCALAR *even, const SCALAR *odd, int32_t columns, ptrdiff_t extent, SCALAR *target,
                              ptrdiff_t place) {
  VECTOR down[4][4];
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    const VECTOR d0 = LOAD(even + j * extent), d1 = LOAD(odd + j * extent), d2 = LOAD(even + j * extent + columns),
                 d3 = LOAD(odd + j * extent + columns);
    down[0][j] = d0 - d2;
    down[1][j] = d1 + d2;
    down[2][j] = d2 - d1;
    down[3][j] = d1 - d3;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    STORE(target + (4 * i + 0) * place, down[i][0] - down[i][2]);
    STORE(target + (4 * i + 1) * place, down[i][1] + down[i][2]);
    STORE(target + (4 * i + 2) * place, down[i][2] - down[i][1]);
    STORE(target + (4 * i + 3) * place, down[i][1] - down[i][3]);
  }
}

static TARGET void NAME(winograd_input)(const fathom_winograd_block *block, const SCALAR *source, SCALAR *scratch, SCALAR *target,
                                        ptrdiff_t row, ptrdiff_t place) {
  const int32_t columns = block->columns, count = block->rows * columns, rows = 2 * block->rows + 2, pitch = 2 * columns + 2;
  // The padded rows, and the parts of the even and of the odd ones. Each step ends before the next begins: a load that spans two
  // stores waits until both have left the processor.
  const ptrdiff_t extent = count + columns + LANES;
  SCALAR *even = scratch + rows * pitch + 2 * LANES, *odd = even + 4 * extent;
  for (int32_t channel = 0; channel < block->channels; channel++) {
    SCALAR *to = target + channel * row;
    for (int32_t image = 0; image < block->images; image++, to += count) {
      const SCALAR *plane = source + image * block->image_stride + (ptrdiff_t)channel * block->height * block->width;
      for (int32_t r = 0; r < rows; r++) NAME(pad_row)(block, plane, r, scratch + r * pitch);
      for (int32_t r = 0; r < rows; r++)
        NAME(part_row)(scratch + r * pitch, columns, (r % 2 ? odd : even) + r / 2 * columns, extent);
      for (int32_t wanted = 0; wanted < count; wanted += LANES) {
        const int32_t t = NAME(first_tile)(wanted, count);
        NAME(input_tiles)(even + t, odd + t, columns, extent, to + t, place);
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

// outputs[2 * i + j] = outputs (i, j) of a vector of tiles; the four are `extent` apart.
INLINE void NAME(output_tiles)(const SCALAR *products, ptrdiff_t place, SCALAR bias, SCALAR *outputs, ptrdiff_t extent) {
  VECTOR down[2][4];
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    const VECTOR m0 = LOAD(products + j * place), m1 = LOAD(products + (4 + j) * place),
                 m2 = LOAD(products + (8 + j) * place), m3 = LOAD(products + (12 + j) * place);
    down[0][j] = m0 + m1 + m2;
    down[1][j] = m1 - m2 - m3;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 2; i++) {
    STORE(outputs + 2 * i * extent, down[i][0] + down[i][1] + down[i][2] + bias);
    STORE(outputs + (2 * i + 1) * extent, down[i][1] - down[i][2] - down[i][3] + bias);
  }
}

static TARGET void NAME(winograd_output)(const fathom_winograd_block *block, const SCALAR *products, ptrdiff_t row, ptrdiff_t place,
                                         const SCALAR *bias, SCALAR *scratch, SCALAR *target, int add) {
  const int32_t width = block->width, columns = block->columns, count = block->rows * columns;
  const ptrdiff_t extent = count + LANES;
  for (int32_t channel = 0; channel < block->channels; channel++) {
    const SCALAR *from = products + channel * row;
    for (int32_t image = 0; image < block->images; image++, from += count) {
      for (int32_t wanted = 0; wanted < count; wanted += LANES) {
        const int32_t t = NAME(first_tile)(wanted, count);
        NAME(output_tiles)(from + t, place, bias ? bias[channel] : 0, scratch + t, extent);
      }
      SCALAR *plane = target + image * block->image_stride + (ptrdiff_t)channel * block->height * width;
      for (int32_t r = 0; r < 2 * block->rows && block->top + r < block->height; r++) {
        const SCALAR *left = scratch + r % 2 * 2 * extent + r / 2 * columns;
        SCALAR *to = plane + (ptrdiff_t)(block->top + r) * width;
        for (int32_t wanted = 0; wanted < columns; wanted += LANES) {
          // Vectors overlap only where the second of two writes the same again.
          const int32_t column = add ? wanted : NAME(first_tile)(wanted, columns);
          const VECTOR a = LOAD(left + column), b = LOAD(left + extent + column);
          NAME(put)(to + 2 * column, FIRST_PAIRS(a, b), LAST_PAIRS(a, b), width - 2 * column, add);
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
